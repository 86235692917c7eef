/**
 * Losses between weighted point clouds that know where the points are: {@link keops.transport.SinkhornDivergence
 * Sinkhorn divergences}, which come from optimal transport, and {@link keops.transport.KernelNorm kernel norms}, as the
 * energy distance. Their values and gradients are reductions over all pairs of points, which are never held in memory.
 * {@code keops.autograd.Losses} makes them parts of larger computations. Unless said otherwise, a null argument is
 * refused by an exception that names the parameter.
 */
package keops.transport;
