/** What a {@code LazyTensor} reads: tensors and symbols, merged and numbered when two of them meet. */
package keops.lazy;
