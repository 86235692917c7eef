package keops;

import java.lang.foreign.Arena;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Tensors of random numbers from -1 to 1, the same for the same seed; all of them are float32 numbers. */
public final class Numbers {
    private Numbers() {}

    /** A tensor of a shape. */
    public static Tensor tensor(long seed, DType dtype, long... shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        var random = new SplittableRandom(seed);
        double[] numbers = new double[Math.toIntExact(count)];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = (float) random.nextDouble(-1, 1);
        }
        return Tensor.vector(dtype, numbers).reshape(shape);
    }

    /** A tensor of shape (number of values, 1). */
    public static Tensor column(DType dtype, double... values) {
        return Tensor.vector(dtype, values).reshape(values.length, 1);
    }

    /** All outputs of a reduction in one array, bit by bit. */
    static long[] bits(Genred genred, Tensor... arguments) {
        try (Arena arena = Arena.ofConfined()) {
            return genred.callAll(arena, arguments).stream()
                    .flatMapToLong(output -> IntStream.range(0, Math.toIntExact(output.count()))
                            .mapToLong(k -> output.dtype() == DType.INT64
                                    ? output.longAt(k)
                                    : Double.doubleToRawLongBits(output.doubleAt(k))))
                    .toArray();
        }
    }
}
