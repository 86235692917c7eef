package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sums of exponentials whose exponents are so large that their rounding counts. The exponents are products of two
 * numbers, rounded once as the definition says; what is made of them is computed in float64, from differences that are
 * exact.
 */
class LargeExponentsTest {
    private static final long SEED = 23;
    private static final int ROWS = 37;
    private static final int COLUMNS = 61;
    private static final double[] FLOAT_SIZES = {1, 1e4, 1e6, 1e8, 1e9, 1e12, 1e16, 1e30, 1e36};
    private static final double[] DOUBLE_SIZES = {1, 1e6, 1e12, 1e16, 1e20, 1e100, 1e307};

    private static final String[] ALIASES = {"x = Vi(1)", "y = Vj(1)", "w = Vj(2)"};

    /** Rows near 1 and columns near a size, so that many exponents of a row are a few roundings apart. */
    private record Data(DType dtype, double size, Tensor x, Tensor y, Tensor w) {
        static Data of(DType dtype, double size) {
            var random = new SplittableRandom(SEED);
            double step = Math.ulp(dtype == DType.FLOAT32 ? 1.0f : 1.0);
            Tensor x = Tensor.vector(dtype, new double[ROWS]).reshape(ROWS, 1);
            Tensor y = Tensor.vector(dtype, new double[COLUMNS]).reshape(COLUMNS, 1);
            for (int i = 0; i < ROWS; i++) {
                x.setDoubleAt(i, (i % 2 == 0 ? 1 : -1) * (1 + random.nextDouble()));
            }
            for (int j = 0; j < COLUMNS; j++) {
                y.setDoubleAt(j, size * (1 + random.nextInt(8) * step));
            }
            return new Data(dtype, size, x, y, Numbers.tensor(SEED, dtype, COLUMNS, 2));
        }

        double exponent(int i, int j) {
            return dtype == DType.FLOAT32
                    ? (float) (x.doubleAt(i) * y.doubleAt(j))
                    : x.doubleAt(i) * y.doubleAt(j);
        }

        double largest(int i) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < COLUMNS; j++) {
                largest = Math.max(largest, exponent(i, j));
            }
            return largest;
        }

        double power(int i, int j) {
            return Math.exp(exponent(i, j) - largest(i));
        }

        double sum(int i) {
            double sum = 0;
            for (int j = 0; j < COLUMNS; j++) {
                sum += power(i, j);
            }
            return sum;
        }

        double weighted(int i, int k) {
            double sum = 0;
            for (int j = 0; j < COLUMNS; j++) {
                sum += power(i, j) * w.getDouble(j, k);
            }
            return sum;
        }
    }

    private static Stream<Data> data() {
        return Stream.concat(
                Arrays.stream(FLOAT_SIZES).mapToObj(size -> Data.of(DType.FLOAT32, size)),
                Arrays.stream(DOUBLE_SIZES).mapToObj(size -> Data.of(DType.FLOAT64, size)));
    }

    @TestFactory
    Stream<DynamicTest> onTheCpu() {
        return data().map(data -> DynamicTest.dynamicTest(
                data.dtype + ", " + data.size, () -> compare(data, Backend.CPU, true)));
    }

    /** All comparisons on the CPU, for other programs. */
    static void compareAll() {
        data().forEach(data -> compare(data, Backend.CPU, true));
    }

    /** Those on another back end. */
    static Stream<DynamicTest> on(Backend backend) {
        return data().map(data -> DynamicTest.dynamicTest(
                data.dtype + ", " + data.size, () -> compare(data, backend, false)));
    }

    /**
     * Compares a back end with the definitions.
     *
     * @param hasDefinedExponents whether averages are made of the exponents as they are defined; others are in base 2
     */
    private static void compare(Data data, Backend backend, boolean hasDefinedExponents) {
        double tolerance = data.dtype == DType.FLOAT32 ? 1e-5 : 1e-13;
        String what = backend + ", seed " + SEED + ", ";
        var arguments = new Tensor[] {data.x, data.y, data.w};
        var e = Numbers.tensor(SEED + 1, data.dtype, ROWS, 1);
        Genred logarithm = genred(Reduction.LOG_SUM_EXP, false, backend);
        Tensor logarithms = logarithm.call(Arena.ofAuto(), arguments);
        Tensor sums = genred(Reduction.MAX_SUM_SHIFT_EXP, false, backend).call(Arena.ofAuto(), arguments);
        Tensor weighted = genred(Reduction.MAX_SUM_SHIFT_EXP, true, backend).call(Arena.ofAuto(), arguments);
        Tensor averages = genred(Reduction.SUM_SOFT_MAX_WEIGHT, true, backend).call(Arena.ofAuto(), arguments);
        List<Tensor> gradients = logarithm.gradient("x", "y").call(Arena.ofAuto(), e, arguments);
        double[] byY = new double[COLUMNS];
        for (int i = 0; i < ROWS; i++) {
            double largest = data.largest(i);
            double sum = data.sum(i);
            near(largest + Math.log(sum), logarithms.doubleAt(i), tolerance, what + "logarithm " + i);
            assertEquals(largest, sums.doubleAt(2L * i), what + "largest " + i);
            near(sum, sums.doubleAt(2L * i + 1), tolerance, what + "sum " + i);
            for (int k = 0; k < 2; k++) {
                double expected = data.weighted(i, k);
                near(expected / sum, weighted.doubleAt(3L * i + 1 + k) / sum, tolerance, what + "weighted sum " + i);
                double rounding = hasDefinedExponents ? 0 : tolerance * Math.abs(largest);
                near(expected / sum, averages.doubleAt(2L * i + k), tolerance + rounding, what + "average " + i);
            }
            double byX = 0;
            for (int j = 0; j < COLUMNS; j++) {
                double share = e.doubleAt(i) * data.power(i, j) / sum;
                byX += share * data.y.doubleAt(j);
                byY[j] += share * data.x.doubleAt(i);
            }
            assertEquals(byX, gradients.getFirst().doubleAt(i), 4 * tolerance * data.size, what + "by x " + i);
        }
        for (int j = 0; j < COLUMNS; j++) {
            assertEquals(byY[j], gradients.getLast().doubleAt(j), ROWS * tolerance, what + "by y " + j);
        }
    }

    private static void near(double expected, double actual, double tolerance, String what) {
        assertEquals(expected, actual, tolerance * Math.max(1, Math.abs(expected)), what);
    }

    private static Genred genred(Reduction reduction, boolean isWeighted, Backend backend) {
        GenredBuilder builder = Genred.of("x * y", ALIASES).reduction(reduction).axis(1).backend(backend);
        return (isWeighted ? builder.weight("w") : builder).build();
    }

    /** A product of a parameter, a row and a column could be ordered in two ways, which round differently. */
    @Test
    void sumsOverEitherAxisHaveTheSameExponents() {
        for (double size : new double[] {1e6, 1e9, 1e12, 1e20}) {
            Tensor g = Tensor.vector(DType.FLOAT32, size / 3);
            Tensor x = Numbers.tensor(SEED, DType.FLOAT32, 5, 1);
            Tensor y = Numbers.tensor(SEED + 1, DType.FLOAT32, COLUMNS, 1);
            Tensor zeros = Numbers.column(DType.FLOAT32, new double[COLUMNS]);
            Tensor e = Numbers.column(DType.FLOAT32, 1, 1, 1, 1, 1);
            // Few rows take one pass for each axis. The weights of a row add up to 1, over all rows to their number.
            Genred byColumn = Genred.of("g * x * y + c", "g = Pm(1)", "x = Vi(1)", "y = Vj(1)", "c = Vj(1)")
                    .reduction(Reduction.LOG_SUM_EXP).axis(1).backend(Backend.CPU).build();
            double sum = 0;
            for (double part :
                    byColumn.gradient("c").call(Arena.ofAuto(), e, g, x, y, zeros).getFirst().toDoubleArray()) {
                sum += part;
            }
            assertEquals(5, sum, 1e-4, "weights at size " + size);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void infiniteExponentsShareTheWeightOfTheirRow(Backend backend) {
        double inf = Double.POSITIVE_INFINITY;
        Genred genred = Genred.of("x + y", "x = Vi(1)", "y = Vj(1)")
                .reduction(Reduction.LOG_SUM_EXP).axis(1).backend(backend).build();
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor x = Numbers.column(dtype, 0, 1, 2, -inf);
            Tensor e = Numbers.column(dtype, 1, 1, 1, 1);
            List<Tensor> one = genred.gradient("x", "y").call(Arena.ofAuto(), e, x, Numbers.column(dtype, 3, inf, 5));
            assertEquals(List.of(1.0, 1.0, 1.0), numbers(one.getFirst()).subList(0, 3), "by x");
            List<Tensor> two = genred.gradient("x", "y")
                    .call(Arena.ofAuto(), e.rows(0, 3), x.rows(0, 3), Numbers.column(dtype, inf, 4, inf));
            assertEquals(List.of(1.5, 0.0, 1.5), numbers(two.getLast()), "by y");
            assertEquals(List.of(1.0, 1.0, 1.0), numbers(two.getFirst()), "by x");
            List<Tensor> none = genred.gradient("x", "y")
                    .call(Arena.ofAuto(), e.rows(3, 4), x.rows(3, 4), Numbers.column(dtype, 3, 4));
            assertEquals(List.of(0.0, 0.0), numbers(none.getLast()), "by y, without finite exponents");
        }
    }

    private static List<Double> numbers(Tensor tensor) {
        return Arrays.stream(tensor.toDoubleArray()).boxed().toList();
    }

    /** What takes over where there would be too many kernels has other exponents than vectors. */
    @Test
    void gradientsOfLongVectorsAreThoseOfTheirOwnExponents() {
        int dim = 1500;
        Tensor x = Numbers.tensor(SEED, DType.FLOAT32, 7, dim);
        Tensor y = Numbers.tensor(SEED + 1, DType.FLOAT32, 9, dim);
        Tensor e = Numbers.tensor(SEED + 2, DType.FLOAT32, 7, 1);
        Genred genred = Genred.of("-5 * SqDist(x,y)", "x = Vi(1500)", "y = Vj(1500)")
                .reduction(Reduction.LOG_SUM_EXP).axis(1).backend(Backend.CPU).build();
        Tensor actual = genred.gradient("x").call(Arena.ofAuto(), e, x, y).getFirst();
        Tensor expected = genred.backend(Backend.REFERENCE).gradient("x")
                .call(Arena.ofAuto(), e.converted(DType.FLOAT64, Arena.ofAuto()),
                        x.converted(DType.FLOAT64, Arena.ofAuto()),
                        y.converted(DType.FLOAT64, Arena.ofAuto())).getFirst();
        for (long k = 0; k < actual.count(); k++) {
            assertEquals(expected.doubleAt(k), actual.doubleAt(k), 1e-3, "component " + k);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void tapesAndValuesWithGradientsKeepTheDigitsToo(Backend backend) {
        for (double size : new double[] {10, 1e4, 1e7}) {
            Data data = Data.of(DType.FLOAT32, size);
            Genred genred = genred(Reduction.LOG_SUM_EXP, false, backend);
            Tensor e = Numbers.tensor(SEED + 1, DType.FLOAT32, ROWS, 1);
            var arguments = new Tensor[] {data.x, data.y, data.w};
            Tensor expected = genred.gradient("y").call(Arena.ofAuto(), e, arguments).getFirst();
            ValueAndGradients together = genred.gradient("y").valueAndGradients(Arena.ofAuto(), e, arguments);
            Tensor values = genred.call(Arena.ofAuto(), arguments);
            for (long i = 0; i < ROWS; i++) {
                assertEquals(values.doubleAt(i), together.value().doubleAt(i), "value " + i);
            }
            try (Tape tape = new Tape()) {
                TapeVariable y = tape.variable(data.y);
                TapeVariable loss = Reductions.of(genred, tape.constant(data.x), y, tape.constant(data.w))
                        .times(tape.constant(e)).sum();
                Tensor byTape = tape.gradients(loss, y).getFirst();
                for (long j = 0; j < COLUMNS; j++) {
                    assertEquals(expected.doubleAt(j), byTape.doubleAt(j), 1e-3, "tape, " + size + ", by y " + j);
                    assertEquals(expected.doubleAt(j), together.gradients().getFirst().doubleAt(j), 1e-5, "by y " + j);
                }
            }
        }
    }
}
