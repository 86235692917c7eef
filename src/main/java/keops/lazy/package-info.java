/**
 * The operands of a {@code LazyTensor}: tensors and placeholders, merged and numbered when two lazy tensors are
 * combined.
 */
package keops.lazy;
