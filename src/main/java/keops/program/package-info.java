/**
 * Formulas in scalar arithmetic: what the back ends run.
 *
 * <p>{@link keops.program.Lower} turns vectors into components, the passes of {@link keops.program.pass} move work out
 * of the loop over pairs, {@link keops.program.Staged} cuts the result by {@link keops.program.Stage}, and
 * {@link keops.program.Evaluator} computes it in double precision. A {@link keops.program.Program} knows scalars and
 * stages and nothing of vectors.
 */
package keops.program;
