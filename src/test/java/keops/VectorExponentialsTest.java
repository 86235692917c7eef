package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.execution.Progress;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Exponential sums of vectors, component by component, against plain double loops. */
class VectorExponentialsTest {
    private static final int DIM = 3;
    private static final String FORMULA = "3 * x * y - y * y";
    private static final String[] ALIASES = {"x = Vi(3)", "y = Vj(3)", "b = Vj(3)"};
    private static final Arena ARENA = Arena.ofAuto();
    private static final double INF = Double.POSITIVE_INFINITY;

    /** A weight, and the component that a component of the formula takes of {@code b}; -1 for no weight. */
    private enum Weight {
        NONE(null),
        SHARED("b[1]"),
        OWN("b");

        final String text;

        Weight(String text) {
            this.text = text;
        }

        double of(Tensor b, int j, int d) {
            return switch (this) {
                case NONE -> 1;
                case SHARED -> b.getDouble(j, 1);
                case OWN -> b.getDouble(j, d);
            };
        }
    }

    private record Case(Reduction reduction, Weight weight, int axis, DType dtype, Backend backend) {
        Genred genred() {
            GenredBuilder builder = Genred.of(FORMULA, ALIASES).reduction(reduction).axis(axis).backend(backend);
            return (weight == Weight.NONE ? builder : builder.weight(weight.text)).build();
        }

        int width() {
            return reduction.equals(Reduction.MAX_SUM_SHIFT_EXP) ? 2 : 1;
        }

        /** The exponent at a pair, in the type that is computed in. */
        double exponent(Tensor x, Tensor y, int i, int j, int d) {
            double v = y.getDouble(j, d);
            double exact = 3 * x.getDouble(i, d) * v - v * v;
            return dtype == DType.FLOAT32 ? (float) exact : exact;
        }

        double[] expected(Tensor x, Tensor y, Tensor b) {
            int rows = Math.toIntExact((axis == 1 ? x : y).size(0));
            double[] expected = new double[rows * DIM * width()];
            for (int row = 0; row < rows; row++) {
                for (int d = 0; d < DIM; d++) {
                    write(expected, (row * DIM + d) * width(), sums(x, y, b, row, d));
                }
            }
            return expected;
        }

        /** The largest exponent, the weighted sum relative to it, and the sum of the powers. */
        private double[] sums(Tensor x, Tensor y, Tensor b, int row, int d) {
            int columns = Math.toIntExact((axis == 1 ? y : x).size(0));
            double largest = -INF;
            for (int k = 0; k < columns; k++) {
                largest = Math.max(largest, exponent(x, y, axis == 1 ? row : k, axis == 1 ? k : row, d));
            }
            double sum = 0;
            double powers = 0;
            for (int k = 0; k < columns; k++) {
                int j = axis == 1 ? k : row;
                double power = Math.exp(exponent(x, y, axis == 1 ? row : k, j, d) - largest);
                sum += power * weight.of(b, j, d);
                powers += power;
            }
            return new double[] {largest, sum, powers};
        }

        private void write(double[] expected, int at, double[] sums) {
            switch (reduction.kind()) {
                case Reduction.Exponential.LOG_SUM_EXP -> expected[at] = sums[1] == 0
                        ? -INF
                        : sums[0] + Math.log(sums[1]);
                case Reduction.Exponential.SUM_SOFT_MAX_WEIGHT -> expected[at] = sums[1] / sums[2];
                default -> {
                    expected[at] = sums[0];
                    expected[at + 1] = sums[1];
                }
            }
        }

        void check(int m, int n) {
            Tensor x = Numbers.tensor(5, dtype, m, DIM);
            Tensor y = Numbers.tensor(6, dtype, n, DIM);
            Tensor b = Numbers.tensor(7, dtype, n, DIM);
            for (long k = 0; k < b.count(); k++) {
                b.setDoubleAt(k, 1.5 + b.doubleAt(k));
            }
            Tensor actual = genred().call(ARENA, x, y, b);
            long rows = axis == 1 ? m : n;
            assertArrayEquals(width() == 1 ? new long[] {rows, DIM} : new long[] {rows, DIM, 2}, actual.shape());
            Compare.arrays(expected(x, y, b), actual.toDoubleArray(), dtype == DType.FLOAT32 ? 2e-6 : 1e-13,
                    this + ", M = " + m + ", N = " + n);
        }
    }

    private static final int[][] SIZES = {{0, 4}, {4, 0}, {1, 1}, {15, 17}, {16, 1}, {17, 15}, {1, 600}, {130, 37}};

    @TestFactory
    Stream<DynamicTest> onTheHost() {
        return Stream.of(Backend.CPU, Backend.REFERENCE).flatMap(backend -> on(backend, (_, _) -> true, SIZES));
    }

    static Stream<DynamicTest> on(Backend backend, BiPredicate<DType, Integer> isTaken, int[]... sizes) {
        return Stream.of(Reduction.LOG_SUM_EXP, Reduction.SUM_SOFT_MAX_WEIGHT, Reduction.MAX_SUM_SHIFT_EXP).flatMap(
                reduction -> Stream.of(Weight.values())
                        .filter(weight -> weight != Weight.NONE || !reduction.equals(Reduction.SUM_SOFT_MAX_WEIGHT))
                        .flatMap(weight -> Stream.of(DType.FLOAT32, DType.FLOAT64).flatMap(dtype -> Stream.of(0, 1)
                                .filter(axis -> isTaken.test(dtype, axis))
                                .map(axis -> new Case(reduction, weight, axis, dtype, backend)))))
                .map(c -> DynamicTest.dynamicTest(c.toString(), () -> {
                    for (int[] size : sizes) {
                        c.check(size[0], size[1]);
                    }
                }));
    }

    /** -inf is neutral in its component, +inf and NaN stay in theirs. */
    static void infinitiesOn(Backend backend) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor x = Tensor.vector(dtype, new double[2 * DIM]).reshape(2, DIM);
            Tensor y = Tensor.vector(dtype, -INF, INF, Double.NaN, 1, 1, 1, 1, -INF, 1).reshape(3, DIM);
            Genred genred = Genred.of("x + y", "x = Vi(3)", "y = Vj(3)").reduction(Reduction.LOG_SUM_EXP).axis(1)
                    .backend(backend).build();
            double sum = 1 + Math.log(2);
            Compare.arrays(new double[] {sum, INF, Double.NaN, sum, INF, Double.NaN},
                    genred.call(ARENA, x, y).toDoubleArray(), 1e-6, dtype + " on " + backend);
            Tensor e = Tensor.vector(dtype, 1, 1, 0, 1, 1, 0).reshape(2, DIM);
            double[] byY = genred.gradient("y").call(ARENA, e, x, y).getFirst().toDoubleArray();
            Compare.arrays(new double[] {0, 2, 1, 0, 1, 0},
                    new double[] {byY[0], byY[1], byY[3], byY[4], byY[6], byY[7]}, 1e-6,
                    "gradient, " + dtype + " on " + backend);
        }
    }

    @Test
    void infinitiesStayInTheirComponents() {
        infinitiesOn(Backend.CPU);
        infinitiesOn(Backend.REFERENCE);
    }

    /** Derivatives are those of the components as reductions of their own, also where exponents are large. */
    static void gradientsOn(Backend backend, DType... dtypes) {
        for (Reduction reduction :
                List.of(Reduction.LOG_SUM_EXP, Reduction.SUM_SOFT_MAX_WEIGHT, Reduction.MAX_SUM_SHIFT_EXP)) {
            for (DType dtype : dtypes) {
                Tensor x = Numbers.tensor(5, dtype, 19, DIM);
                Tensor y = Numbers.tensor(6, dtype, 23, DIM);
                Tensor b = Numbers.tensor(7, dtype, 23, DIM);
                Tensor scale = Tensor.vector(dtype, 1, 1e4, 1e8);
                Tensor e = Numbers.tensor(8, dtype, reduction.equals(Reduction.MAX_SUM_SHIFT_EXP)
                        ? new long[] {19, DIM, 2} : new long[] {19, DIM});
                int width = Math.toIntExact(e.count() / 19 / DIM);
                double[][] expected = new double[2][];
                for (int d = 0; d < DIM; d++) {
                    Tensor part = Tensor.vector(dtype, new double[19 * width]).reshape(19, width);
                    for (int k = 0; k < part.count(); k++) {
                        part.setDoubleAt(k, e.doubleAt((long) k / width * DIM * width + (long) d * width + k % width));
                    }
                    List<Tensor> own = large(reduction, "[" + d + "]", backend).gradient("x", "y")
                            .call(ARENA, part, x, y, b, scale);
                    for (int v = 0; v < 2; v++) {
                        expected[v] = sum(expected[v], own.get(v).toDoubleArray());
                    }
                }
                List<Tensor> actual = large(reduction, "", backend).gradient("x", "y").call(ARENA, e, x, y, b, scale);
                for (int v = 0; v < 2; v++) {
                    for (int k = 0; k < expected[v].length; k++) {
                        double tolerance = (dtype == DType.FLOAT32 ? 1e-5 : 1e-12) * (1 + Math.abs(expected[v][k]));
                        assertEquals(expected[v][k], actual.get(v).doubleAt(k), tolerance,
                                reduction.name() + " " + dtype + " on " + backend + ", argument " + v
                                + ", number " + k);
                    }
                }
            }
        }
    }

    private static Genred large(Reduction reduction, String component, Backend backend) {
        GenredBuilder builder = Genred.of("(s * x * y)" + component, "x = Vi(3)", "y = Vj(3)", "b = Vj(3)", "s = Pm(3)")
                .reduction(reduction).axis(1).backend(backend);
        return (reduction.equals(Reduction.SUM_SOFT_MAX_WEIGHT) ? builder.weight("b" + component) : builder).build();
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = b.clone();
        for (int k = 0; a != null && k < sum.length; k++) {
            sum[k] += a[k];
        }
        return sum;
    }

    @Test
    void gradientsAreThoseOfTheComponents() {
        gradientsOn(Backend.CPU, DType.FLOAT32, DType.FLOAT64);
        gradientsOn(Backend.REFERENCE, DType.FLOAT32, DType.FLOAT64);
    }

    @Test
    void rangesKeepTheirPairs() {
        Ranges ranges = Ranges.fromMatrix(new long[][] {{0, 4}, {4, 9}}, new long[][] {{0, 6}, {6, 11}},
                new boolean[][] {{true, false}, {true, true}});
        Tensor x = Numbers.tensor(5, DType.FLOAT64, 9, DIM);
        Tensor y = Numbers.tensor(6, DType.FLOAT64, 11, DIM);
        Tensor b = Numbers.tensor(7, DType.FLOAT64, 11, DIM);
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            Genred genred = new Case(Reduction.SUM_SOFT_MAX_WEIGHT, Weight.OWN, 1, DType.FLOAT64, backend).genred();
            Genred some = genred.ranges(ranges);
            double[] above = genred.call(ARENA, x.rows(0, 4), y.rows(0, 6), b.rows(0, 6)).toDoubleArray();
            double[] below = genred.call(ARENA, x.rows(4, 9), y, b).toDoubleArray();
            Compare.arrays(Stream.of(above, below).flatMapToDouble(Arrays::stream).toArray(),
                    some.call(ARENA, x, y, b).toDoubleArray(), 1e-14, "values on " + backend);
            Tensor e = Numbers.tensor(8, DType.FLOAT64, 9, DIM);
            Compare.arrays(Slopes.gradient(at -> Slopes.product(e, some.call(ARENA, x, at[0], b)), 0, y),
                    some.gradient("y").call(ARENA, e, x, y, b).getFirst().toDoubleArray(), 1e-8,
                    "gradient on " + backend);
        }
    }

    /** Blocks of columns with the results of all columns add up to the gradients. */
    @Test
    void blocksOfColumnsAddUp() {
        Tensor x = Numbers.tensor(5, DType.FLOAT64, 9, DIM);
        Tensor y = Numbers.tensor(6, DType.FLOAT64, 11, DIM);
        Tensor b = Numbers.tensor(7, DType.FLOAT64, 11, DIM);
        Tensor e = Numbers.tensor(8, DType.FLOAT64, 9, DIM);
        Tensor logarithms = new Case(Reduction.LOG_SUM_EXP, Weight.NONE, 1, DType.FLOAT64, Backend.CPU).genred()
                .call(ARENA, x, y, b);
        Genred averages = new Case(Reduction.SUM_SOFT_MAX_WEIGHT, Weight.OWN, 1, DType.FLOAT64, Backend.CPU).genred();
        List<Tensor> results = List.of(averages.call(ARENA, x, y, b), logarithms);
        Gradient gradient = averages.gradient("x");
        double[] sums = new double[9 * DIM];
        for (int from = 0; from < 11; from += 4) {
            int to = Math.min(11, from + 4);
            sums = sum(sums,
                    gradient.callBlock(ARENA, results, from, e, x, y.rows(from, to), b.rows(from, to)).getFirst()
                    .toDoubleArray());
        }
        Compare.arrays(gradient.call(ARENA, e, x, y, b).getFirst().toDoubleArray(), sums, 1e-13, "sum of blocks");
        FormulaException wrong = assertThrows(FormulaException.class, () -> gradient.callWith(
                ARENA, results.subList(0, 1), e, x, y.rows(0, 4), b.rows(0, 4)));
        assertTrue(wrong.getMessage().startsWith("the results are not the averages"), wrong::getMessage);
    }

    @Test
    void facesGiveOneValueForEachComponent() {
        Tensor x = Numbers.tensor(5, DType.FLOAT64, 9, DIM);
        Tensor y = Numbers.tensor(6, DType.FLOAT64, 11, DIM);
        Tensor b = Numbers.tensor(7, DType.FLOAT64, 11, DIM);
        Tensor expected = Genred.of("x - y", ALIASES).reduction(Reduction.LOG_SUM_EXP).axis(1).build()
                .call(ARENA, x, y, b);
        LazyTensor difference = LazyTensor.vi(x).minus(LazyTensor.vj(y));
        assertArrayEquals(expected.toDoubleArray(), difference.logSumExp(1).toDoubleArray());
        assertArrayEquals(new long[] {9, DIM}, difference.logSumExp(1).shape());
        assertArrayEquals(expected.toDoubleArray(),
                Generic.logSumExp("x - y", "a = Vi(3)", ALIASES).call(ARENA, x, y, b).toDoubleArray());
        assertArrayEquals(
                Genred.of("x - y", ALIASES).reduction(Reduction.named("SoftMax")).weight("b").axis(0).build()
                        .call(ARENA, x, y, b).toDoubleArray(),
                difference.sumSoftMaxWeight(0, LazyTensor.vj(b)).toDoubleArray());
        Tensor given = Tensor.allocate(ARENA, DType.FLOAT64, 9, DIM);
        Genred.of("x - y", ALIASES).reduction(Reduction.LOG_SUM_EXP).axis(1).build().callInto(given, x, y, b);
        assertArrayEquals(expected.toDoubleArray(), given.toDoubleArray());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertEquals("LogSumExp of a vector needs a weight for each component, or one of dimension 1, but x - y has"
                + " dimension 3 and the weight b has dimension 2", refused("x - y", "b", "b = Vj(2)"));
        assertEquals("LogSumExp of a vector takes a pass over the pairs for each component and at most 64 of them, but"
                + " v has dimension 65: reduce parts of it", refused("v", null, "v = Vj(65)"));
        assertEquals("SumSoftMaxWeight needs a weight formula (formula2)", assertThrows(FormulaException.class,
                () -> Genred.of("x", "x = Vi(3)").reduction(Reduction.SUM_SOFT_MAX_WEIGHT).build()).getMessage());
    }

    private static String refused(String formula, String weight, String alias) {
        GenredBuilder builder = Genred.of(formula, "x = Vi(3)", "y = Vj(3)", alias)
                .reduction(Reduction.LOG_SUM_EXP).overI();
        return assertThrows(FormulaException.class, () -> (weight == null ? builder : builder.weight(weight)).build())
                .getMessage();
    }

    @Test
    void theLargestDimensionIsComputed() {
        Tensor v = Numbers.tensor(5, DType.FLOAT64, 7, Reduction.MOST_EXPONENTS);
        double[] sums = Genred.of("Exp(v)", "v = Vj(64)").axis(1).build().call(ARENA, v).toDoubleArray();
        double[] logarithms = Genred.of("v", "v = Vj(64)").reduction(Reduction.LOG_SUM_EXP).axis(1).build()
                .call(ARENA, v)
                .toDoubleArray();
        Compare.arrays(Arrays.stream(sums).map(Math::log).toArray(), logarithms, 1e-13, "logarithms");
    }

    @Test
    void explanationsTellOfThePasses() {
        String text = Genred.of("Concat(x - y, Exp(x))", "x = Vi(2)", "y = Vj(2)")
                .reduction(Reduction.LOG_SUM_EXP).axis(1)
                .backend(Backend.CPU).build().explain(DType.FLOAT32);
        assertTrue(text.startsWith("LogSumExp over j of Concat(x - y,Exp(x))\neach of the 4 components is computed"
                + " by passes of its own\ncomponents 0, 1: CPU, float32"), text);
        assertTrue(text.contains("\ncomponents 2, 3: CPU, float32"), text);
    }

    @Test
    void progressCountsThePairsOfAllComponents() {
        var told = new ArrayList<Progress>();
        Genred.of(FORMULA, ALIASES).reduction(Reduction.LOG_SUM_EXP).axis(1).progress(told::add).build()
                .call(ARENA, Numbers.tensor(5, DType.FLOAT64, 9, DIM), Numbers.tensor(6, DType.FLOAT64, 11, DIM),
                        Numbers.tensor(7, DType.FLOAT64, 11, DIM));
        assertEquals(List.of(3L * 9 * 11, 3L * 9 * 11, 3L * 9, 3L * 9), List.of(told.getLast().pairs(),
                told.getLast().pairsDone(), told.getLast().rows(), told.getLast().rowsDone()));
    }
}
