package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import keops.execution.Backend;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The largest errors of exp and exp2 in generated kernels: at most 2 ulp in float32 and 1.5 ulp in float64 where the
 * result is a normal number, but for the smallest ones, which are flushed to 0. One column of zeros makes a sum the
 * value itself.
 */
class ExponentialAccuracyTest {
    private static final int SAMPLES = 2_000_000;
    private static final double LARGEST_ERROR = 2;
    private static final double LARGEST_DOUBLE_ERROR = 1.5;

    /** One of the two code paths. */
    private enum Path {
        EXP("Exp(x + y)"),
        /** A factor of the exponent folds into base 2; with this one, nothing is left of it. */
        EXP2("Exp(0.6931471805599453 * (x + y))");

        private final Genred genred;

        Path(String formula) {
            this.genred = Genred.of(formula, "x = Vi(1)", "y = Vj(1)").axis(1).backend(Backend.CPU).build();
        }

        /** The values of the generated kernel. */
        float[] of(float[] x) {
            return genred.call(Arena.ofAuto(), Tensor.of(x, x.length, 1), Tensor.of(new float[1], 1, 1)).toFloatArray();
        }

        double[] of(double[] x) {
            return genred.call(Arena.ofAuto(), Tensor.of(x, x.length, 1), Tensor.of(new double[1], 1, 1))
                    .toDoubleArray();
        }

        /** The power of 2 that the result is. */
        double exponent(double x) {
            return this == EXP ? x / Math.log(2) : x;
        }

        double exact(double x) {
            return this == EXP ? Math.exp(x) : Math.pow(2, x);
        }
    }

    /** The largest error of some float32 results, in ulp; those that may be flushed must be 0 or right. */
    private static double worst(Path path, float[] x) {
        float[] results = path.of(x);
        return IntStream.range(0, x.length).parallel().mapToDouble(k -> error(path, x[k], results[k])).max().orElse(0);
    }

    private static double error(Path path, float x, float result) {
        if (Float.isNaN(x)) {
            assertTrue(Float.isNaN(result), () -> path + " of a NaN is " + result);
            return 0;
        }
        double exact = path.exact(x);
        double exponent = path.exponent(x);
        if (exponent < -125.4) {
            boolean flushed = result == 0;
            assertTrue(flushed || exponent >= -126
                    && Math.abs(result - exact) <= LARGEST_ERROR * Math.ulp((float) exact),
                    () -> path + " of " + x + " is " + result);
            return 0;
        } else if ((float) exact == Float.POSITIVE_INFINITY) {
            assertTrue(result == Float.POSITIVE_INFINITY || result >= Math.nextDown(Float.MAX_VALUE),
                    () -> path + " of " + x + " is " + result);
            return 0;
        }
        double ulp = Math.ulp((float) exact);
        // Next to the largest number, infinity may be the nearer one by the error that is allowed.
        return result == Float.POSITIVE_INFINITY
                ? (0x1p128 - exact) / ulp
                : Math.abs(result - exact) / ulp;
    }

    @Test
    void float32OverTheWholeRange() {
        for (Path path : Path.values()) {
            double limit = path == Path.EXP ? 90 : 130;
            var x = new float[SAMPLES];
            for (int k = 0; k < SAMPLES; k++) {
                x[k] = (float) (-limit - 20 + (2 * limit + 20) * k / SAMPLES);
            }
            double worst = worst(path, x);
            var random = new SplittableRandom(3);
            for (int k = 0; k < SAMPLES; k++) {
                x[k] = Float.intBitsToFloat(random.nextInt());
            }
            worst = Math.max(worst, worst(path, x));
            System.out.printf(Locale.ROOT, "%s in float32: largest error %.3f ulp over %d numbers%n", path,
                    worst, 2 * SAMPLES);
            assertTrue(worst <= LARGEST_ERROR, path + ": " + worst + " ulp");
        }
    }

    @Test
    void float64OverTheWholeRange() {
        for (Path path : Path.values()) {
            double limit = path == Path.EXP ? 708 : 1020;
            var random = new SplittableRandom(4);
            var x = new double[SAMPLES / 4];
            for (int k = 0; k < x.length; k++) {
                x[k] = k % 2 == 0
                        ? random.nextDouble(-limit, limit)
                        : Math.scalb(random.nextDouble(-1, 1), random.nextInt(-60, 4));
            }
            double[] results = path.of(x);
            double worst = IntStream.range(0, x.length).parallel()
                    .mapToDouble(k -> path == Path.EXP
                            ? DoubleDouble.ulpsFromExp(x[k], results[k])
                            : DoubleDouble.ulpsFromExp2(x[k], results[k]))
                    .max().orElseThrow();
            System.out.printf(Locale.ROOT, "%s in float64: largest error %.3f ulp over %d numbers%n", path,
                    worst, x.length);
            assertTrue(worst <= LARGEST_DOUBLE_ERROR, path + ": " + worst + " ulp");
        }
    }

    @Test
    void theEndsOfTheRange() {
        float floatNan = Float.intBitsToFloat(0xffc00001);
        double nan = Double.longBitsToDouble(0xfff8000000000001L);
        for (Path path : Path.values()) {
            float[] floats = path.of(new float[] {
                0, -0.0f, Float.NaN, floatNan, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE,
                -Float.MAX_VALUE, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL, 200, -200, 1e10f, -1e10f});
            float[] expected =
                {1, 1, Float.NaN, Float.NaN, Float.POSITIVE_INFINITY, 0, Float.POSITIVE_INFINITY, 0, 1, 1,
                1, Float.POSITIVE_INFINITY, 0, Float.POSITIVE_INFINITY, 0};
            double[] doubles = path.of(new double[] {
                0, -0.0, Double.NaN, nan, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.MAX_VALUE,
                -Double.MAX_VALUE, Double.MIN_VALUE, -Double.MIN_VALUE, Double.MIN_NORMAL, 2000, -2000, 1e100, -1e100});
            for (int k = 0; k < expected.length; k++) {
                assertEquals(expected[k], floats[k], path + " in float32, number " + k);
                assertEquals(expected[k], doubles[k], path + " in float64, number " + k);
            }
        }
    }

    @Test
    void float64ResultsThatMayBeFlushed() {
        var random = new SplittableRandom(5);
        for (Path path : Path.values()) {
            double scale = path == Path.EXP ? Math.log(2) : 1;
            double[] x = random.doubles(100_000, -1100 * scale, -1021.6 * scale).toArray();
            for (double result : path.of(x)) {
                assertTrue(result >= 0 && result <= 0x1p-1021, path + ": " + result);
            }
            double[] large = random.doubles(100_000, 1024.001 * scale, 3000 * scale).toArray();
            for (double result : path.of(large)) {
                assertEquals(Double.POSITIVE_INFINITY, result, path::toString);
            }
        }
    }

    /** {@code -Dkeops.test.exhaustive=true}: minutes. */
    @Test
    @EnabledIfSystemProperty(named = "keops.test.exhaustive", matches = "true")
    void allFloat32Numbers() {
        for (Path path : Path.values()) {
            double worst = 0;
            var x = new float[1 << 24];
            for (long first = 0; first < 1L << 32; first += x.length) {
                for (int k = 0; k < x.length; k++) {
                    x[k] = Float.intBitsToFloat((int) (first + k));
                }
                worst = Math.max(worst, worst(path, x));
            }
            System.out.printf(Locale.ROOT,
                    "%s in float32: largest error %.3f ulp over all 2^32 numbers%n", path, worst);
            assertTrue(worst <= LARGEST_ERROR, path + ": " + worst + " ulp");
        }
    }
}
