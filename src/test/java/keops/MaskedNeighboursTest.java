package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Columns that a mask has made infinitely far are columns: their indices tell them from those that do not exist. */
class MaskedNeighboursTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @TestFactory
    Stream<DynamicTest> maskedColumnsHaveTheirIndices() {
        return Stream.of(Backend.CPU, Backend.REFERENCE).flatMap(backend -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .flatMap(dtype -> IntStream.of(1, 2, 5, 17, 40, 200).boxed().map(k -> DynamicTest.dynamicTest(
                        backend + " " + dtype + ", K = " + k, () -> check(backend, dtype, k)))));
    }

    static void check(Backend backend, DType dtype, int k) {
        for (int count : new int[] {1, 3, 16, 33, 100}) {
            // Every third column is near, the nearest last; the others are masked.
            double[] y = IntStream.range(0, count).mapToDouble(j -> j % 3 == 0 ? count - j : -1).toArray();
            check(backend, dtype, k, y, "IfElse(y,y + 0 * x,Inv(0 * x))");
        }
        // A number that is none is passed over, as a column that does not exist.
        check(backend, dtype, k, new double[] {Double.NaN, 2, INF, Double.NaN, 1}, "y + 0 * x");
        check(backend, dtype, k, new double[0], "y + 0 * x");
    }

    private static void check(Backend backend, DType dtype, int k, double[] y, String formula) {
        double[] distances = Arrays.stream(y).map(d -> d < 0 ? INF : d).toArray();
        int[] order = IntStream.range(0, y.length).filter(j -> !Double.isNaN(y[j])).boxed()
                .sorted((a, b) -> distances[a] != distances[b] ? Double.compare(distances[a], distances[b]) : a - b)
                .mapToInt(j -> j).toArray();
        double[] values = IntStream.range(0, k)
                .mapToDouble(n -> n < order.length ? distances[order[n]] : INF).toArray();
        long[] indices = IntStream.range(0, k).mapToLong(n -> n < order.length ? order[n] : -1).toArray();
        Tensor x = Numbers.column(dtype, new double[] {1, 2});
        Tensor columns = Numbers.column(dtype, y);
        String what = backend + " " + dtype + ", K = " + k + ", N = " + y.length;
        for (Reduction reduction : List.of(Reduction.kMinArgKMin(k), Reduction.argKMin(k), Reduction.kMin(k))) {
            List<Tensor> outputs = Genred.of(formula, "x = Vi(1)", "y = Vj(1)").reduction(reduction).axis(1)
                    .backend(backend).build().callAll(Arena.ofAuto(), x, columns);
            for (int row = 0; row < 2; row++) {
                if (reduction.hasValues()) {
                    assertArrayEquals(values, part(outputs.getFirst().toDoubleArray(), row, k), what);
                }
                if (reduction.hasIndices()) {
                    double[] found = part(outputs.getLast().toDoubleArray(), row, k);
                    assertArrayEquals(indices, Arrays.stream(found).mapToLong(d -> (long) d).toArray(), what);
                }
            }
        }
    }

    private static double[] part(double[] all, int row, int k) {
        return Arrays.copyOfRange(all, row * k, (row + 1) * k);
    }
}
