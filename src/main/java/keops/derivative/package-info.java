/**
 * The derivatives of reductions: gradients ({@link keops.derivative.Vjp}), changes ({@link keops.derivative.Jvp}) and
 * Hessian-vector products ({@link keops.derivative.Hvp}), each by a rule for its kind of reduction.
 */
package keops.derivative;
