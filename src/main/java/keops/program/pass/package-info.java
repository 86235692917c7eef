/**
 * What programs go through on their way to a back end. A {@link keops.program.pass.Pass} rewrites a program by the laws
 * of real arithmetic, so that less is left to do per pair; results change by rounding only. A
 * {@link keops.program.pass.Pipeline} is an ordered list of passes: each back end has its own, for each kind of
 * reduction. In tests, a {@link keops.program.pass.Verifier} looks at the program after each pass.
 */
package keops.program.pass;
