/**
 * Random reductions on all back ends.
 *
 * <p>{@link keops.random.CaseDraw} draws a formula over the whole operator table, its arguments, sizes and a reduction
 * of {@link keops.random.DrawnReduction}; {@link keops.random.CaseCheck} runs it and has every row judged by a
 * {@link keops.random.Judge}, against bounds that {@link keops.random.RoundingAnalysis} follows through the formula;
 * {@link keops.random.Shrinker} makes a failing case small and {@link keops.random.CaseText} writes it as a test.
 *
 * <p>Longer runs: {@code -Dkeops.random.count=100000 -Dkeops.random.seed=7}; one case again:
 * {@code -Dkeops.random.from}.
 */
package keops.random;
