package keops.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Functions of a distance at random: where the points are the same, second derivatives are those of their Taylor series
 * in the distance, if it has no linear term, and else no number. Third ones are 0 or no number.
 */
class RandomRadialTest {
    private static final int TERMS = 5;
    /** How a distance may be written, in one dimension and in any. */
    private static final String[] MAGNITUDES = {
        "Abs(x-y)", "Abs(y-x)", "Sign(x-y)*(x-y)", "Sqrt(Square(x-y))", "Abs(x[0]-y[0])", "Norm2(x[0]-y[0])",
        "Sqrt((x-y)**2)", "Powf(Square(x-y),0.5)"
    };
    private static final String[] DISTANCES = {
        "Norm2(x-y)", "Sqrt(SqDist(x,y))", "SqDist(x,y)**(1/2)", "Norm2(y-x)", "SqDist(y,x)**0.5"
    };
    /** With these, limits need not be found. */
    private static final String[] QUOTIENTS = {
        "(SqDist(x,y)*Rsqrt(SqDist(x,y)))", "(SqDist(x,y)*SqDist(x,y)**(-0.5))", "(x-y|Normalize(x-y))"
    };

    /** A function of t as text, and its Taylor series. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Drawn(String text, double[] series) {
        static Drawn number(double value) {
            return new Drawn("(" + value + ")", new double[] {value, 0, 0, 0, 0});
        }

        Drawn plus(Drawn other) {
            double[] sum = series.clone();
            Arrays.setAll(sum, k -> series[k] + other.series[k]);
            return new Drawn("(" + text + "+" + other.text + ")", sum);
        }

        Drawn times(Drawn other) {
            return new Drawn("(" + text + "*" + other.text + ")", product(series, other.series));
        }

        /** A function of this, by its derivatives at the value of this. */
        Drawn through(String function, double... derivatives) {
            double[] step = series.clone();
            step[0] = 0;
            double[] power = {1, 0, 0, 0, 0};
            double[] sum = new double[TERMS];
            double factorial = 1;
            for (int n = 0; n < TERMS; n++) {
                for (int k = 0; k < TERMS; k++) {
                    sum[k] += derivatives[n] / factorial * power[k];
                }
                power = product(power, step);
                factorial *= n + 1;
            }
            return new Drawn(function.formatted(text), sum);
        }

        private static double[] product(double[] f, double[] g) {
            double[] product = new double[TERMS];
            for (int j = 0; j < TERMS; j++) {
                for (int k = 0; j + k < TERMS; k++) {
                    product[j + k] += f[j] * g[k];
                }
            }
            return product;
        }

        static Drawn draw(SplittableRandom random, int depth) {
            if (depth == 0) {
                return random.nextInt(5) == 0
                        ? number(random.nextInt(1, 20) / 8.0)
                        : new Drawn("t", new double[] {0, 1, 0, 0, 0});
            }
            Drawn f = draw(random, depth - 1);
            double v = f.series[0];
            double e = Math.exp(-v);
            return switch (random.nextInt(8)) {
                case 0 -> f.plus(draw(random, depth - 1));
                case 1, 2 -> f.times(draw(random, depth - 1));
                case 3 -> f.through("Exp(-%s)", e, -e, e, -e, e);
                case 4 -> f.through("Sin(%s)", Math.sin(v), Math.cos(v), -Math.sin(v), -Math.cos(v), Math.sin(v));
                case 5 -> f.through("Cos(%s)", Math.cos(v), -Math.sin(v), -Math.cos(v), Math.sin(v), Math.cos(v));
                case 6 -> f.through("Square(%s)", v * v, 2 * v, 2, 0, 0);
                default -> f.through("Exp(%s/4)", Math.exp(v / 4), Math.exp(v / 4) / 4, Math.exp(v / 4) / 16,
                        Math.exp(v / 4) / 64, Math.exp(v / 4) / 256);
            };
        }
    }

    @TestFactory
    Stream<DynamicTest> secondDerivatives() {
        return IntStream.range(0, Integer.getInteger("keops.random.radial", 100)).mapToObj(seed -> {
            var random = new SplittableRandom(seed);
            Drawn drawn = Drawn.draw(random, 1 + random.nextInt(3));
            if (random.nextInt(3) > 0) {
                drawn = drawn.plus(Drawn.number(-drawn.series[1]).times(new Drawn("t", new double[] {0, 1, 0, 0, 0})));
            }
            Drawn f = drawn;
            return DynamicTest.dynamicTest("seed " + seed + ": " + f.text, () -> {
                for (int dim = 1; dim <= 3; dim++) {
                    String[] ways = dim == 1 && random.nextInt(4) > 0 ? MAGNITUDES : DISTANCES;
                    check(f, ways[random.nextInt(ways.length)], true, dim, random);
                    check(f, QUOTIENTS[random.nextInt(QUOTIENTS.length)], false, dim, random);
                }
            });
        });
    }

    private static void check(Drawn drawn, String distance, boolean isFound, int dim, SplittableRandom random) {
        String k = replaced(drawn.text, distance);
        double[] c = drawn.series;
        double scale = 1 + Arrays.stream(c).map(Math::abs).max().orElseThrow();
        boolean isSmooth = Math.abs(c[1]) < 1e-9 * scale;
        double[] x = random.doubles(dim, 0.1, 1).toArray();
        double[] u = random.doubles(dim, -1, 1).toArray();
        Point point = new Point(Map.of(0, x, 1, x, 2, u));
        String[] aliases = {"x = Vi(" + dim + ")", "y = Vj(" + dim + ")", "u = Vi(" + dim + ")"};
        double factor = Arrays.stream(x).sum();
        double direction = Arrays.stream(u).map(v -> v * v).sum();
        assertSecond(isSmooth, isFound, 2 * c[2] * dim, "Laplacian(" + k + ",x)", point, aliases, scale);
        assertSecond(isSmooth, isFound, -2 * c[2] * direction, "(u|Grad(Diff(" + k + ",x,u),y,1))", point,
                aliases, scale);
        assertSecond(isSmooth, isFound, 2 * c[2] * dim * factor, "Laplacian(" + k + "*Sum(x),x)", point,
                aliases, scale);
        assertSecond(isSmooth, isFound, 2 * c[2] * direction, "(u|Diff(Grad(" + k + ",x,1),x,u))", point,
                aliases, scale);
        double third = value("(u|Grad((u|Grad((u|Grad(" + k + ",x,1)),x,1)),x,1))", point, aliases);
        boolean isSmoother = isSmooth && Math.abs(c[3]) < 1e-9 * scale;
        assertTrue(Double.isNaN(third) || Double.isInfinite(third) || isSmoother && Math.abs(third) < 1e-9 * scale,
                k + ", third: " + third);
    }

    private static String replaced(String text, String distance) {
        // Names of functions have no lone t.
        return text.replaceAll("\\bt\\b", distance);
    }

    private static void assertSecond(boolean exists, boolean isFound, double expected, String text, Point point,
            String[] aliases, double scale) {
        double value = value(text, point, aliases);
        if (exists && (isFound || Double.isFinite(value))) {
            assertEquals(expected, value, 1e-9 * scale, text);
        } else {
            assertTrue(!Double.isFinite(value), text + " = " + value);
        }
    }

    private static double value(String text, Point point, String[] aliases) {
        return point.value(Formula.parse(text, aliases))[0];
    }
}
