/**
 * Names of kernels, such as {@code "gaussian(x,y) * (1 + linear(u,v)**2)"}: {@code KernelExpression} and its nodes,
 * {@code KernelName} and its parser, and the two passes that turn an expression into the text of a formula, {@code
 * ValueForm} and {@code LogForm}. The formulas of atomic kernels are not known here.
 */
package keops.kernel;
