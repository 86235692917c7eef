/**
 * The public interface: {@link keops.Genred} evaluates reductions of formulas over {@linkplain keops.tensor.Tensor
 * tensors}, off-heap or not. Three ways lead to one: {@link keops.Generic} takes a formula as text, {@link
 * keops.KernelProduct} the name of a {@linkplain keops.Kernel kernel}, and {@link keops.LazyTensor} calls of methods.
 * Unless said otherwise, a null argument is refused by an exception that names the parameter.
 */
package keops;
