package keops.cpu.code;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import keops.program.BinaryFunction;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The largest errors of functions in generated kernels: at most 2 ulp in float32 and 1.5 ulp in float64, and what
 * Java's own functions give at the edges. {@code ExponentialAccuracyTest} has the exponentials.
 */
class FunctionAccuracyTest {
    private static final int SAMPLES = 1 << 20;
    private static final int EXACT_SAMPLES = 1 << 15;
    private static final double LARGEST_FLOAT_ERROR = 2;
    private static final double LARGEST_DOUBLE_ERROR = 1.5;
    private static final double[] EDGES = {
        0.0, -0.0, 0.5, -0.5, 1, -1, 1.5, -1.5, 2, -2, 3, -3, 4, 1e-5, -1e-5, 0x1p24 - 1, 0x1p24, -0x1p24 - 2,
        0x1p53 - 1, 0x1p53, -0x1p53 + 1, Math.nextUp(1.0f), Math.nextDown(1.0f), -Math.nextDown(1.0f), Math.nextUp(1.0),
        Math.nextDown(1.0), -Math.nextDown(1.0), Math.PI, Math.PI / 2, (float) Math.PI, 1e5, 0x1p20, 0x1p49, -0x1p49,
        1e22, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, Float.MAX_VALUE, -Float.MAX_VALUE, Double.MIN_VALUE,
        Double.MIN_NORMAL, -Double.MIN_NORMAL, Double.MAX_VALUE, -Double.MAX_VALUE, Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY, Double.NaN
    };

    /** The functions that are written out here and are not exact. */
    static Set<UnaryFunction> functions() {
        return EnumSet.complementOf(EnumSet.of(UnaryFunction.ROUNDED, UnaryFunction.NEGATE, UnaryFunction.ABS,
                UnaryFunction.SQRT, UnaryFunction.FLOOR, UnaryFunction.EXP, UnaryFunction.EXP2));
    }

    /** The error of a float32 result in ulp; zeros, infinities and NaN must be the same. */
    private static double error(double exact, float result) {
        float nearest = (float) exact;
        boolean same = Float.floatToIntBits(nearest) == Float.floatToIntBits(result);
        if (same && !Float.isFinite(nearest)) {
            return 0;
        }
        // A subnormal number may round to 0, but not to one of the other sign.
        boolean isComparable = Float.isFinite(result) && Float.isFinite(nearest)
                && Math.copySign(1, result) == Math.copySign(1, nearest);
        return isComparable ? Math.abs(result - exact) / Math.ulp(nearest) : Double.POSITIVE_INFINITY;
    }

    private static void check(String what, double[] errors, double largest, IntFunction<String> where) {
        int worst = IntStream.range(0, errors.length)
                .reduce((a, b) -> errors[a] >= errors[b] ? a : b)
                .orElseThrow();
        System.out.printf(Locale.ROOT, "%s: largest error %.3f ulp of %d, at %s%n", what, errors[worst], errors.length,
                where.apply(worst));
        assertTrue(errors[worst] <= largest, () -> what + ": " + errors[worst] + " ulp at " + where.apply(worst));
    }

    private static double worst(UnaryFunction function, FunctionKernel kernel, float[] x) {
        float[] results = kernel.apply(x, x);
        return IntStream.range(0, x.length).parallel()
                .mapToDouble(k -> error(function.apply(x[k]), results[k]))
                .max().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void float32(UnaryFunction function) {
        var random = new SplittableRandom(7);
        var x = new float[SAMPLES];
        for (int k = 0; k < SAMPLES; k++) {
            x[k] = switch (k % 4) {
                case 0 -> Float.intBitsToFloat(random.nextInt());
                case 1 -> (float) random.nextDouble(-1, 1);
                case 2 -> (float) random.nextDouble(-10, 10);
                default -> (float) random.nextDouble(-1e6, 1e6);
            };
        }
        float[] results = FunctionKernel.of(ElementKind.FLOAT, Lanes.bits(), function).apply(x, x);
        double[] errors = IntStream.range(0, SAMPLES).parallel()
                .mapToDouble(k -> error(function.apply(x[k]), results[k]))
                .toArray();
        check(function + " in float32", errors, LARGEST_FLOAT_ERROR, k -> x[k] + ", which gives " + results[k]);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void float64(UnaryFunction function) {
        var random = new SplittableRandom(8);
        var x = new double[EXACT_SAMPLES];
        DoubleUnaryOperator domain = switch (function) {
            case LOG -> Math::abs;
            case LOG1P -> a -> a < -1 ? -a : a;
            case ASIN, ACOS -> a -> Math.abs(a) > 1 ? 1 / a : a;
            case ROUNDED, NEGATE, ABS, SQRT, FLOOR, EXP, EXP2, SIN, COS, ATAN, TANH -> a -> a;
        };
        for (int k = 0; k < x.length; k++) {
            x[k] = domain.applyAsDouble(switch (k % 4) {
                case 0 -> Math.scalb(random.nextDouble(-2, 2), random.nextInt(-1000, 1000));
                case 1 -> random.nextDouble(-1, 1);
                case 2 -> Math.scalb(random.nextDouble(-2, 2), random.nextInt(-30, 30));
                default -> random.nextDouble(-10, 10);
            });
        }
        double[] results = FunctionKernel.of(ElementKind.DOUBLE, Lanes.bits(), function).apply(x, x);
        double[] errors = IntStream.range(0, x.length).parallel()
                .mapToDouble(k -> ExactValue.of(function, x[k]).ulpsFrom(results[k]))
                .toArray();
        check(function + " in float64", errors, LARGEST_DOUBLE_ERROR, k -> x[k] + ", which gives " + results[k]);
    }

    @Test
    void powersInFloat32() {
        var random = new SplittableRandom(9);
        var x = new float[SAMPLES];
        var y = new float[SAMPLES];
        for (int k = 0; k < SAMPLES; k++) {
            boolean wild = k % 4 == 0;
            x[k] = wild ? Float.intBitsToFloat(random.nextInt()) : (float) Math.exp(random.nextDouble(-20, 20));
            double scale = Math.log(2) / Math.log(x[k]);
            y[k] = wild ? random.nextInt(-9, 10) : (float) (random.nextDouble(-151, 129) * scale);
        }
        checkFloats(BinaryFunction.POW, x, y);
    }

    @Test
    void anglesInFloat32() {
        var random = new SplittableRandom(10);
        var y = new float[SAMPLES];
        var x = new float[SAMPLES];
        for (int k = 0; k < SAMPLES; k++) {
            boolean wild = k % 4 == 0;
            y[k] = wild ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-10, 10);
            x[k] = wild ? Float.intBitsToFloat(random.nextInt()) : (float) (y[k] * random.nextDouble(-3, 3));
        }
        checkFloats(BinaryFunction.ATAN2, y, x);
    }

    private static void checkFloats(BinaryFunction function, float[] a, float[] b) {
        float[] results = FunctionKernel.of(ElementKind.FLOAT, Lanes.bits(), function).apply(a, b);
        double[] errors = IntStream.range(0, a.length).parallel()
                .mapToDouble(k -> error(function.apply(a[k], b[k]), results[k]))
                .toArray();
        check(function + " in float32", errors, LARGEST_FLOAT_ERROR, k -> a[k] + ", " + b[k] + " -> " + results[k]);
    }

    @Test
    void powersInFloat64() {
        var random = new SplittableRandom(11);
        var x = new double[EXACT_SAMPLES];
        var y = new double[EXACT_SAMPLES];
        for (int k = 0; k < x.length; k++) {
            x[k] = k % 2 == 0 ? random.nextDouble(0.5, 2) : Math.exp(random.nextDouble(-300, 300));
            y[k] = random.nextDouble(-1020, 1024) / Math.log(x[k]) * Math.log(2);
        }
        checkDoubles(BinaryFunction.POW, x, y);
    }

    @Test
    void anglesInFloat64() {
        var random = new SplittableRandom(12);
        var y = new double[EXACT_SAMPLES];
        var x = new double[EXACT_SAMPLES];
        for (int k = 0; k < x.length; k++) {
            y[k] = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-400, 400));
            x[k] = Math.scalb(y[k] * random.nextDouble(-2, 2), k % 2 * random.nextInt(-30, 30));
        }
        checkDoubles(BinaryFunction.ATAN2, y, x);
    }

    private static void checkDoubles(BinaryFunction function, double[] a, double[] b) {
        double[] results = FunctionKernel.of(ElementKind.DOUBLE, Lanes.bits(), function).apply(a, b);
        double[] errors = IntStream.range(0, a.length).parallel()
                .mapToDouble(k -> ExactValue.of(function, a[k], b[k]).ulpsFrom(results[k]))
                .toArray();
        check(function + " in float64", errors, LARGEST_DOUBLE_ERROR, k -> a[k] + ", " + b[k] + " -> " + results[k]);
    }

    /** All edges, in pairs, as many as make whole vectors. */
    private static double[] pairs(boolean ofFirst) {
        int n = EDGES.length;
        return IntStream.range(0, Math.ceilDiv(n * n, 16) * 16)
                .mapToDouble(k -> EDGES[(ofFirst ? k / n : k) % n])
                .toArray();
    }

    private static float[] floats(double[] numbers) {
        var floats = new float[numbers.length];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = (float) numbers[k];
        }
        return floats;
    }

    /** Java's own functions have the right zeros, infinities and NaN; between, they are an ulp off at most. */
    private static void checkEdge(String what, double expected, double result, double ulps) {
        boolean same = Double.compare(expected, result) == 0;
        boolean near = expected != 0 && Math.abs(result - expected) <= ulps;
        assertTrue(same || near, () -> what + " is " + result + " and not " + expected);
    }

    @ParameterizedTest
    @MethodSource("functions")
    void edges(UnaryFunction function) {
        double[] x = pairs(true);
        double[] results = FunctionKernel.of(ElementKind.DOUBLE, Lanes.bits(), function).apply(x, x);
        float[] floats = floats(x);
        float[] floatResults = FunctionKernel.of(ElementKind.FLOAT, Lanes.bits(), function).apply(floats, floats);
        for (int k = 0; k < x.length; k++) {
            double expected = function.apply(x[k]);
            checkEdge(function + " of " + x[k], expected, results[k], 2.5 * Math.ulp(expected));
            float expectedFloat = (float) function.apply(floats[k]);
            checkEdge(function + " of " + floats[k], expectedFloat, floatResults[k], 2.5 * Math.ulp(expectedFloat));
        }
    }

    @ParameterizedTest
    @EnumSource(value = BinaryFunction.class, names = {"POW", "ATAN2"})
    void edges(BinaryFunction function) {
        double[] a = pairs(true);
        double[] b = pairs(false);
        double[] results = FunctionKernel.of(ElementKind.DOUBLE, Lanes.bits(), function).apply(a, b);
        float[] x = floats(a);
        float[] y = floats(b);
        float[] floatResults = FunctionKernel.of(ElementKind.FLOAT, Lanes.bits(), function).apply(x, y);
        for (int k = 0; k < a.length; k++) {
            double expected = function.apply(a[k], b[k]);
            checkEdge(function + " of " + a[k] + ", " + b[k], expected, results[k], 2.5 * Math.ulp(expected));
            float expectedFloat = (float) function.apply(x[k], y[k]);
            checkEdge(function + " of " + x[k] + ", " + y[k], expectedFloat, floatResults[k],
                    2.5 * Math.ulp(expectedFloat));
        }
    }

    @Test
    void wholePowersAreExact() {
        double[] x = IntStream.range(0, 256).mapToDouble(k -> Math.floorDiv(k, 8) - 16).toArray();
        double[] y = IntStream.range(0, 256).mapToDouble(k -> k % 8).toArray();
        int bits = Lanes.bits();
        double[] results = FunctionKernel.of(ElementKind.DOUBLE, bits, BinaryFunction.POW).apply(x, y);
        float[] floats = FunctionKernel.of(ElementKind.FLOAT, bits, BinaryFunction.POW).apply(floats(x), floats(y));
        for (int k = 0; k < x.length; k++) {
            assertTrue(results[k] == Math.pow(x[k], y[k]), x[k] + "^" + y[k] + " is " + results[k]);
            if (Math.abs(results[k]) < 1 << 24) {
                assertTrue(floats[k] == results[k], x[k] + "^" + y[k] + " is " + floats[k]);
            }
        }
    }

    private static final int[] WIDTHS = {128, 256, 512};

    /** In vectors of any width the results have the same bits. */
    @Test
    void theWidthOfVectorsChangesNothing() {
        double[] a = IntStream.range(0, 1024).mapToDouble(k -> EDGES[k % EDGES.length] + 0.01 * k).toArray();
        double[] b = IntStream.range(0, 1024).mapToDouble(k -> 3 - k * 0.01).toArray();
        for (UnaryFunction function : UnaryFunction.values()) {
            assertSameBits(bits -> FunctionKernel.of(ElementKind.DOUBLE, bits, function), a, b);
            assertSameBits(bits -> FunctionKernel.of(ElementKind.FLOAT, bits, function), floats(a), floats(b));
        }
        for (BinaryFunction function : BinaryFunction.values()) {
            assertSameBits(bits -> FunctionKernel.of(ElementKind.DOUBLE, bits, function), a, b);
            assertSameBits(bits -> FunctionKernel.of(ElementKind.FLOAT, bits, function), floats(a), floats(b));
        }
    }

    private static void assertSameBits(IntFunction<FunctionKernel> kernels, double[] a, double[] b) {
        double[] expected = kernels.apply(WIDTHS[0]).apply(a, b);
        for (int bits : WIDTHS) {
            assertArrayEquals(expected, kernels.apply(bits).apply(a, b), bits + " bits");
        }
    }

    private static void assertSameBits(IntFunction<FunctionKernel> kernels, float[] a, float[] b) {
        float[] expected = kernels.apply(WIDTHS[0]).apply(a, b);
        for (int bits : WIDTHS) {
            assertArrayEquals(expected, kernels.apply(bits).apply(a, b), bits + " bits");
        }
    }

    /** {@code -Dkeops.test.exhaustive=true}: some minutes for each function. */
    @ParameterizedTest
    @MethodSource("functions")
    @EnabledIfSystemProperty(named = "keops.test.exhaustive", matches = "true")
    void allFloat32Numbers(UnaryFunction function) {
        FunctionKernel kernel = FunctionKernel.of(ElementKind.FLOAT, Lanes.bits(), function);
        double worst = 0;
        var x = new float[1 << 20];
        for (long first = 0; first < 1L << 32; first += x.length) {
            for (int k = 0; k < x.length; k++) {
                x[k] = Float.intBitsToFloat((int) (first + k));
            }
            worst = Math.max(worst, worst(function, kernel, x));
        }
        System.out.printf(Locale.ROOT, "%s in float32: largest error %.3f ulp of all 2^32%n", function, worst);
        assertTrue(worst <= LARGEST_FLOAT_ERROR, function + ": " + worst + " ulp");
    }
}
