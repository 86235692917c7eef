package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** The K largest of exact products, against plain sorted lists, on any back end. */
public final class LargestReductions {
    private static final double[] VALUES = {
        0.0, -0.0, 1, 1, -1, 2.5, -7, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 3, 0.125
    };

    private LargestReductions() {}

    /** Compares values, bit by bit, and indices. */
    public static void check(Backend backend, DType dtype, int k, int rows, int columns) {
        var random = new Random(1000L * k + columns);
        Tensor x = Numbers.column(dtype, IntStream.range(0, rows).mapToDouble(i -> i % 3 - 1.5).toArray());
        Tensor y = Numbers.column(dtype,
                random.ints(columns, 0, VALUES.length).mapToDouble(v -> VALUES[v]).toArray());
        Genred genred = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(Reduction.kMaxArgKMax(k)).axis(1)
                .backend(backend).build();
        try (Arena arena = Arena.ofConfined()) {
            List<Tensor> outputs = genred.callAll(arena, x, y);
            Tensor values = outputs.getFirst();
            for (int i = 0; i < rows; i++) {
                double factor = x.getDouble(i, 0);
                int[] order = IntStream.range(0, columns)
                        .filter(j -> !Double.isNaN(y.getDouble(j, 0)))
                        .boxed()
                        // Zeros of both signs are equal; the sort is stable.
                        .sorted(Comparator.comparingDouble(j -> 0.0 - factor * y.getDouble(j, 0)))
                        .mapToInt(Integer::intValue)
                        .toArray();
                for (int rank = 0; rank < k; rank++) {
                    String what = backend + " " + dtype + " K = " + k + " (" + i + ", " + rank + ") of "
                            + Arrays.toString(order);
                    boolean isThere = rank < order.length;
                    assertEquals(isThere ? order[rank] : -1, outputs.getLast().getLong(i, rank), what);
                    double expected = isThere ? factor * y.getDouble(order[rank], 0) : Double.NEGATIVE_INFINITY;
                    assertEquals(Double.doubleToRawLongBits(expected),
                            Double.doubleToRawLongBits(values.getDouble(i, rank)), what);
                }
            }
            assertEquals(bits(outputs.getFirst()), bits(of(genred, Reduction.kMax(k)).call(arena, x, y)));
            assertEquals(bits(outputs.getLast()), bits(of(genred, Reduction.argKMax(k)).call(arena, x, y)));
        }
    }

    private static Genred of(Genred other, Reduction reduction) {
        return Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(reduction).axis(1)
                .backend(other.backend()).build();
    }

    private static List<Long> bits(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray()).mapToObj(Double::doubleToRawLongBits).toList();
    }
}
