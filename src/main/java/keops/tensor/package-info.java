/**
 * Tensors: typed, shaped views of memory, and the files they are kept in.
 *
 * <p>A {@link keops.tensor.Tensor} is a {@link java.lang.foreign.MemorySegment} with an element type, a shape and a
 * byte order. A tensor always covers exactly as many bytes as its shape needs, aligned to its elements, in C order
 * without gaps. What may change later (memory is freed, confined to another thread, or read-only) is checked by {@code
 * requireReadable} and {@code requireWritable}. Nothing is copied unless a method says so, and every count is a {@code
 * long}.
 *
 * <p>Start reading with {@link keops.tensor.DType}, {@code Shape}, {@link keops.tensor.Tensor} with {@code Memory},
 * {@code ElementAccess} and {@code JavaArrays} below it; then {@link keops.tensor.Npy} with {@code NpyHeader} and
 * {@code PythonLiteral}. Unless said otherwise, a null argument is refused by an exception that names the parameter.
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
