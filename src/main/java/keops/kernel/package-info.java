/**
 * Names of kernels: {@code "gaussian(x,y) * (1 + linear(u,v)**2)"}. Read in this order: {@code KernelExpression} and its
 * nodes, {@code KernelName} and its parser, and the two passes that turn an expression into the text of a formula,
 * {@code ValueForm} and {@code LogForm}. What the atomic kernels are is unknown here.
 */
package keops.kernel;
