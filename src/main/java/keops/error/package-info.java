/**
 * The exceptions. Every package may know them; they know nothing.
 *
 * <p>{@link keops.error.FormulaException}: the user's formula or data are wrong. {@link keops.error.BackendException}:
 * the machine cannot run what was asked for. {@link keops.error.CompileException}: a generated kernel did not compile.
 * All are unchecked and share {@link keops.error.KeopsException}.
 */
package keops.error;
