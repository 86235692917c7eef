package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** The K smallest of exact products of rows and columns, which every back end and type must have the same bits of. */
final class SmallestCases {
    /** Rows of both signs: what falls for one rises for another. */
    private static final double[] ROWS = {1, -1, 0.5, 0, -2, Double.NaN, Double.POSITIVE_INFINITY, 4, -0.25};

    /** In what order columns come. */
    enum Columns {
        RANDOM, ASCENDING, FALLING_THEN_RISING, TIES, SIGNED_ZEROS, EQUAL, NONE_IS_A_NUMBER,
                SOME_ARE_NO_NUMBERS, INFINITE, MANY_INFINITE;

        double[] values(int count, long seed) {
            var random = new SplittableRandom(seed);
            IntToDoubleFunction value = switch (this) {
                case RANDOM -> _ -> (float) random.nextDouble(-1, 1);
                case ASCENDING -> j -> j - 0.25 * count;
                case FALLING_THEN_RISING -> j -> Math.abs(j - 0.6 * count) < 1 ? -7 : Math.abs(3 * j - 2 * count);
                case TIES -> _ -> random.nextInt(6) - 2;
                case SIGNED_ZEROS -> _ -> random.nextBoolean() ? 0.0 : -0.0;
                case EQUAL -> _ -> 3;
                case NONE_IS_A_NUMBER -> _ -> Double.NaN;
                case SOME_ARE_NO_NUMBERS -> _ -> random.nextInt(3) == 0 ? Double.NaN : random.nextInt(100);
                case INFINITE -> _ -> Double.POSITIVE_INFINITY;
                case MANY_INFINITE -> _ -> random.nextInt(5) == 0
                        ? random.nextInt(50)
                        : random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            };
            return IntStream.range(0, count).mapToDouble(value).toArray();
        }
    }

    private SmallestCases() {}

    /** A reduction of products. */
    static Genred genred(Reduction reduction, int threads) {
        return Genred.of("a * b", "a = Vi(1)", "b = Vj(1)").reduction(reduction).axis(1).backend(Backend.CPU)
                .threads(threads)
                .build();
    }

    /** Rows and columns for it. */
    static Tensor[] arguments(DType dtype, Columns columns, int rows, int count, long seed) {
        double[] factors = IntStream.range(0, rows).mapToDouble(i -> ROWS[i % ROWS.length]).toArray();
        return new Tensor[] {Numbers.column(dtype, factors), Numbers.column(dtype, columns.values(count, seed))};
    }

    /** Checks values and indices for all orders of columns. */
    static void check(int k, int count, DType dtype) {
        check(Reduction.kMinArgKMin(k), count, dtype);
        check(Reduction.kMaxArgKMax(k), count, dtype);
    }

    private static void check(Reduction reduction, int count, DType dtype) {
        int k = reduction.k();
        Genred genred = genred(reduction, 1);
        for (Columns columns : Columns.values()) {
            Tensor[] arguments = arguments(dtype, columns, 11, count, k);
            assertArrayEquals(Numbers.bits(genred.backend(Backend.REFERENCE), arguments),
                    Numbers.bits(genred, arguments),
                    () -> reduction + ", N = " + count + ", " + dtype + ", " + columns + ", seed " + k);
        }
    }
}
