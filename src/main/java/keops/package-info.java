/**
 * The public interface: {@link keops.Genred} evaluates reductions of formulas over {@linkplain keops.tensor.Tensor
 * tensors}, off-heap or not.
 */
package keops;
