package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The smallest sizes, and formulas that lack an index, arguments, or anything but constants. */
class GenredSizesTest {
    private static final Arena ARENA = Arena.ofAuto();

    private static double[] sum(Backend backend, int axis, String formula, List<String> aliases, Tensor... arguments) {
        return Genred.of(formula, aliases.toArray(String[]::new)).axis(axis).backend(backend).build()
                .call(ARENA, arguments).toDoubleArray();
    }

    @ParameterizedTest
    @CsvSource({"REFERENCE,0,0", "CPU,0,0", "REFERENCE,0,5", "CPU,0,5", "REFERENCE,5,0", "CPU,5,0", "REFERENCE,1,1",
        "CPU,1,1", "REFERENCE,1,600", "CPU,1,600", "REFERENCE,600,1", "CPU,600,1"})
    void sumsOfFewOrNoRows(Backend backend, int m, int n) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor x = Numbers.tensor(1, dtype, m, 1);
            Tensor y = Numbers.tensor(2, dtype, n, 2);
            for (int axis : new int[] {0, 1}) {
                double[] expected = new double[2 * (axis == 1 ? m : n)];
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        for (int k = 0; k < 2; k++) {
                            expected[2 * (axis == 1 ? i : j) + k] += Math.exp(x.getDouble(i, 0) - y.getDouble(j, k));
                        }
                    }
                }
                Compare.arrays(expected, sum(backend, axis, "Exp(x - y)", List.of("x = Vi(1)", "y = Vj(2)"), x, y),
                        dtype == DType.FLOAT32 ? 1e-6 : 1e-14, "M = " + m + ", N = " + n + ", axis " + axis);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"REFERENCE", "CPU"})
    void emptyAxesGiveTheNeutralElement(Backend backend) {
        double infinity = Double.POSITIVE_INFINITY;
        assertArrayEquals(new double[] {0, 0}, empty(backend, Reduction.SUM).getFirst());
        assertArrayEquals(new double[] {infinity, infinity}, empty(backend, Reduction.MIN).getFirst());
        assertArrayEquals(new double[] {-infinity, -infinity}, empty(backend, Reduction.MAX).getFirst());
        assertArrayEquals(new double[] {-1, -1}, empty(backend, Reduction.ARG_MIN).getFirst());
        assertArrayEquals(new double[] {-1, -1}, empty(backend, Reduction.ARG_MAX).getFirst());
        assertArrayEquals(new double[] {-1, -1}, empty(backend, Reduction.MIN_ARG_MIN).getLast());
        assertArrayEquals(new double[] {-infinity, -infinity}, empty(backend, Reduction.MAX_ARG_MAX).getFirst());
        assertArrayEquals(new double[] {-infinity, -infinity}, empty(backend, Reduction.LOG_SUM_EXP).getFirst());
        assertArrayEquals(new double[] {infinity, infinity, infinity, infinity},
                empty(backend, Reduction.kMin(2)).getFirst());
        assertArrayEquals(new double[] {-1, -1, -1, -1}, empty(backend, Reduction.argKMin(2)).getFirst());
        assertArrayEquals(new double[] {-infinity, -infinity, -infinity, -infinity},
                empty(backend, Reduction.kMax(2)).getFirst());
        assertArrayEquals(new double[] {-1, -1, -1, -1}, empty(backend, Reduction.argKMax(2)).getFirst());
        assertArrayEquals(new double[] {-infinity, 0, -infinity, 0},
                empty(backend, Reduction.MAX_SUM_SHIFT_EXP).getFirst());
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"REFERENCE", "CPU"})
    void theEmptySumIsZeroWhateverItsFactors(Backend backend) {
        Tensor x = Numbers.column(DType.FLOAT32, Double.NaN, Double.POSITIVE_INFINITY, -1);
        assertArrayEquals(new double[] {0, 0, 0},
                sum(backend, 1, "x * y", List.of("x = Vi(1)", "y = Vj(1)"), x, Numbers.tensor(2, DType.FLOAT32, 0, 1)));
    }

    private static List<double[]> empty(Backend backend, Reduction reduction) {
        return Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(reduction).axis(1).backend(backend).build()
                .callAll(ARENA, Numbers.tensor(1, DType.FLOAT32, 2, 1), Numbers.tensor(2, DType.FLOAT32, 0, 1))
                .stream().map(Tensor::toDoubleArray).toList();
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"REFERENCE", "CPU"})
    void withoutAnIndexThereIsOneRowOfIt(Backend backend) {
        Tensor x = Numbers.column(DType.FLOAT32, 1, 2, 4);
        Tensor p = Tensor.vector(DType.FLOAT32, 3);
        assertArrayEquals(new double[] {1, 2, 4}, sum(backend, 1, "x", List.of("x = Vi(1)"), x));
        assertArrayEquals(new double[] {7}, sum(backend, 0, "x", List.of("x = Vi(1)"), x));
        assertArrayEquals(new double[] {7}, sum(backend, 1, "y", List.of("y = Vj(1)"), x));
        assertArrayEquals(new double[] {1, 2, 4}, sum(backend, 0, "y", List.of("y = Vj(1)"), x));
        assertArrayEquals(new double[] {3}, sum(backend, 1, "p", List.of("p = Pm(1)"), p));
        assertArrayEquals(new double[] {21}, sum(backend, 1, "p * y", List.of("p = Pm(1)", "y = Vj(1)"), p, x));
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"REFERENCE", "CPU"})
    void formulasWithoutArguments(Backend backend) {
        assertArrayEquals(new double[] {2.5}, sum(backend, 1, "2 + 1/2", List.of()));
        assertArrayEquals(new double[] {0}, sum(backend, 0, "I + J", List.of()));
        assertArrayEquals(new double[] {0, 0, 0}, sum(backend, 0, "Zero(3)", List.of()));
        assertEquals(DType.FLOAT64, Genred.of("1").backend(backend).build().call(ARENA).dtype());
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"REFERENCE", "CPU"})
    void argumentsThatTheFormulaLacksSetTheSizes(Backend backend) {
        Tensor x = Numbers.tensor(1, DType.FLOAT32, 3, 2);
        Tensor y = Numbers.tensor(2, DType.FLOAT32, 5, 4);
        List<String> aliases = List.of("x = Vi(2)", "y = Vj(4)");
        assertArrayEquals(new double[] {10, 10, 10}, sum(backend, 1, "2", aliases, x, y));
        assertArrayEquals(new double[] {6, 6, 6, 6, 6}, sum(backend, 0, "2", aliases, x, y));
        assertArrayEquals(new double[] {10, 15, 20}, sum(backend, 1, "I + J", aliases, x, y));
        assertArrayEquals(new double[] {3, 6, 9, 12, 15}, sum(backend, 0, "I + J", aliases, x, y));
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"REFERENCE", "CPU"})
    void indicesAreExact(Backend backend) {
        Tensor x = Numbers.tensor(1, DType.FLOAT32, 70, 1);
        Tensor y = Numbers.tensor(2, DType.FLOAT32, 1030, 1);
        var triangle = new ArrayList<Double>();
        for (int i = 0; i < 70; i++) {
            triangle.add((double) i);
        }
        assertArrayEquals(triangle.stream().mapToDouble(Double::doubleValue).toArray(),
                sum(backend, 1, "J < I", List.of("x = Vi(1)", "y = Vj(1)"), x, y));
    }
}
