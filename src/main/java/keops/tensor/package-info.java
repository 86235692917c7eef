/**
 * Tensors: typed, shaped views of memory, and the files they are kept in.
 *
 * <p>A {@link keops.tensor.Tensor} is a {@link java.lang.foreign.MemorySegment} with an element type, a shape and a
 * byte order. The invariant: a tensor that exists covers exactly as many bytes as its shape needs, aligned to its
 * elements, without gaps, the last index running fastest; what may still be wrong later (memory freed, confined to
 * another thread, read-only) is what {@code requireReadable} and {@code requireWritable} ask. Nothing is copied unless
 * a method says so, and every count is a {@code long}.
 *
 * <p>To be read in this order: {@link keops.tensor.DType}, {@code Shape}, {@link keops.tensor.Tensor} with
 * {@code Memory}, {@code ElementAccess} and {@code JavaArrays} below it; then {@link keops.tensor.Npy} with
 * {@code NpyHeader} and {@code PythonLiteral}.
 *
 * {@snippet :
 * try (Arena arena = Arena.ofShared()) {
 *     Tensor x = Npy.map(Path.of("points.npy"), arena);         // float32 (1000000, 3), read where it lies
 *     Tensor sums = Tensor.allocate(arena, DType.FLOAT32, x.size(0), 1);
 *     System.out.print(x.format(6, 3));
 *     Npy.write(Path.of("sums.npy"), sums);
 * }
 * }
 */
package keops.tensor;
