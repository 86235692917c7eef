package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Angles, their cosines and distances on a sphere: accurate where arccosines are not. */
class AnglesTest {
    private static final long SEED = 20261128;

    private static double value(String formula, Backend backend, DType dtype, double[] x, double[] y) {
        return values(formula, backend, dtype, x, y)[0];
    }

    private static double[] values(String formula, Backend backend, DType dtype, double[] x, double[] y) {
        int dim = x.length;
        Genred reduction = Genred.of(formula, "x = Vi(" + dim + ")", "y = Vj(" + dim + ")")
                .axis(1).backend(backend).build();
        return reduction.call(Arena.ofAuto(), Tensor.vector(dtype, x).reshape(1, dim), Tensor.vector(dtype, y)
                .reshape(1, dim))
                .toDoubleArray();
    }

    private static Stream<DynamicTest> everywhere(java.util.function.BiConsumer<Backend, DType> check) {
        return Stream.of(Backend.CPU, Backend.REFERENCE).flatMap(backend -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(backend + " " + dtype, () -> check.accept(backend, dtype))));
    }

    /** The arccosine of a scalar product of equal unit vectors is NaN for many of them. */
    @TestFactory
    Stream<DynamicTest> equalAndOppositeVectors() {
        return everywhere((backend, dtype) -> {
            var random = new SplittableRandom(SEED);
            for (int n = 0; n < 200; n++) {
                double[] x = random.doubles(5, -1, 1).map(v -> (float) v).toArray();
                double[] opposite = java.util.Arrays.stream(x).map(v -> -v).toArray();
                assertEquals(0, value("Angle(x,y)", backend, dtype, x, x), 0, "seed " + SEED);
                assertEquals(dtype == DType.FLOAT32 ? (float) Math.PI : Math.PI,
                        value("Angle(x,y)", backend, dtype, x, opposite), 3e-7, "seed " + SEED);
                assertEquals(1, value("CosineSimilarity(x,y)", backend, dtype, x, x), 3e-7);
            }
        });
    }

    /** Right angles and others between vectors whose squares over- and underflow. */
    @TestFactory
    Stream<DynamicTest> hugeAndTinyVectors() {
        return everywhere((backend, dtype) -> {
            double[] sizes = dtype == DType.FLOAT32
                    ? new double[] {1e-37, 1e-30, 1e-20, 1e-12, 1e-11, 1, 1e12, 1e13, 1e20, 1e37}
                    : new double[] {1e-305, 1e-200, 1e-160, 1e-91, 1e-90, 1e-12, 1, 1e12, 1e90, 1e91, 1e160,
                            1e200, 1e306};
            for (double size : sizes) {
                for (double other : sizes) {
                    double[] x = {3 * size, 4 * size, 0};
                    double[] y = {4 * other, 0, 3 * other};
                    String at = size + ", " + other;
                    assertEquals(Math.acos(12 / 25.), value("Angle(x,y)", backend, dtype, x, y), 1e-6, at);
                    assertEquals(12 / 25., value("CosineSimilarity(x,y)", backend, dtype, x, y), 1e-6, at);
                    assertEquals(Math.PI, value("Angle(x,-y)", backend, dtype, x, x), 1e-6, at);
                }
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> zeroVectors() {
        return everywhere((backend, dtype) -> {
            double[] zero = new double[2];
            double[] y = {1, 2};
            assertEquals(Math.PI / 2, value("Angle(x,y)", backend, dtype, zero, y), 1e-7);
            assertEquals(Math.PI / 2, value("Angle(x,y)", backend, dtype, y, zero), 1e-7);
            assertEquals(0, value("Angle(x,y)", backend, dtype, zero, zero));
            assertEquals(0, value("CosineSimilarity(x,y)", backend, dtype, zero, y));
        });
    }

    /** Small angles lose no digits, and neither do those near pi. */
    @TestFactory
    Stream<DynamicTest> smallAngles() {
        return everywhere((backend, dtype) -> {
            for (double angle : new double[] {1e-6, 1e-5, 1e-4, 1e-2, 0.5, 1.5, 3}) {
                double[] x = {1, 0};
                double[] y = {(float) Math.cos(angle), (float) Math.sin(angle)};
                double exact = Math.atan2(y[1], y[0]);
                assertEquals(exact, value("Angle(x,y)", backend, dtype, x, y), 4e-7);
                assertEquals(Math.PI - exact, value("Angle(x,-y)", backend, dtype, x, y), 4e-7);
            }
        });
    }

    /** By x it is the unit vector from y to x along the circle, divided by |x|. */
    @TestFactory
    Stream<DynamicTest> gradientsOfAngles() {
        return everywhere((backend, dtype) -> {
            double[] x = {2, 0, 0};
            double[] y = {0, 0, 5};
            Compare.arrays(new double[] {0, 0, -0.5}, values("Grad(Angle(x,y),x,1)", backend, dtype, x, y), 1e-6,
                    "right angle");
            double[] z = {1, 1, 0};
            Compare.arrays(new double[] {0, -0.5, 0}, values("Grad(Angle(x,y),x,1)", backend, dtype, x, z), 1e-6,
                    "45 degrees");
            // Where an angle has a tip, its slope is 0, as that of a norm.
            Compare.arrays(new double[3], values("Grad(Angle(x,y),x,1)", backend, dtype, x, x), 0, "equal");
            Compare.arrays(new double[3], values("Grad(Angle(x,-y),x,1)", backend, dtype, x, x), 0, "opposite");
            Compare.arrays(new double[] {0, Math.sqrt(0.5) / 2, 0},
                    values("Grad(CosineSimilarity(x,y),x,1)", backend, dtype, x, z), 1e-6, "cosine");
        });
    }

    /**
     * Places a metre apart, in radians: the difference of the cosines is below the rounding error of 1 in float64, too.
     */
    @TestFactory
    Stream<DynamicTest> distancesOfNearPlaces() {
        return everywhere((backend, dtype) -> {
            double metre = 1 / 6.371e6;
            double[] paris = {(float) 0.8527, (float) 0.0410};
            double[] north = {dtype == DType.FLOAT32 ? (float) (paris[0] + metre) : paris[0] + metre, paris[1]};
            double exact = north[0] - paris[0];
            assertEquals(exact, value("Haversine(x,y)", backend, dtype, paris, north), 1e-6 * exact);
            double[] east = {paris[0], dtype == DType.FLOAT32 ? (float) (paris[1] + metre) : paris[1] + metre};
            exact = (east[1] - paris[1]) * Math.cos(paris[0]);
            assertEquals(exact, value("Haversine(x,y)", backend, dtype, paris, east), 1e-6 * exact);
            assertEquals(0, value("Haversine(x,y)", backend, dtype, paris, paris));
        });
    }

    @TestFactory
    Stream<DynamicTest> distancesAroundTheSphere() {
        return everywhere((backend, dtype) -> {
            double tolerance = dtype == DType.FLOAT32 ? 1e-6 : 1e-14;
            double right = Math.PI / 2;
            assertEquals(right,
                    value("Haversine(x,y)", backend, dtype, new double[] {right, 1}, new double[2]), tolerance);
            assertEquals(Math.PI,
                    value("Haversine(x,y)", backend, dtype, new double[] {0.5, 0}, new double[] {-0.5, Math.PI}),
                    tolerance);
            assertEquals(Math.PI,
                    value("Haversine(x,y)", backend, dtype, new double[] {right, 2}, new double[] {-right, 1}),
                    tolerance);
            // Around the poles cosines are rounding errors of either sign.
            var random = new SplittableRandom(SEED);
            for (int n = 0; n < 300; n++) {
                double[] x = {right + 1e-7 * random.nextInt(-3, 4), random.nextDouble(-4, 4)};
                double[] y = {-right + 1e-7 * random.nextInt(-3, 4), random.nextDouble(-4, 4)};
                assertEquals(Math.PI, value("Haversine(x,y)", backend, dtype, x, y), 1e-6, "seed " + SEED);
                assertTrue(value("Haversine(x,-y)", backend, dtype, x, y) < 1e-6, "seed " + SEED);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientsOfDistances() {
        return everywhere((backend, dtype) -> {
            double[] x = {0.5, 1};
            double[] y = {0.25, 1};
            Compare.arrays(new double[] {1, 0}, values("Grad(Haversine(x,y),x,1)", backend, dtype, x, y),
                    2e-6, "north");
            Compare.arrays(new double[2], values("Grad(Haversine(x,y),x,1)", backend, dtype, x, x), 0, "equal");
            Compare.arrays(new double[] {0, 1}, values("Grad(Haversine(x,y),x,1)", backend, dtype,
                    new double[] {0, 1}, new double[] {0, 0.25}), 2e-6, "along the equator");
        });
    }

    @Test
    void lazyTensorsHaveThem() {
        Tensor x = Tensor.of(new double[] {0.5, 1, 0.25, -1}, 2, 2);
        Tensor y = Tensor.of(new double[] {-1, 2}, 1, 2);
        LazyTensor xi = LazyTensor.vi(x);
        LazyTensor yj = LazyTensor.vj(y);
        assertEquals("[Angle(x0,y1), CosineSimilarity(x0,y1), Haversine(x0,y1), Prod(x0), Log1p(x0)]",
                List.of(xi.angle(yj), xi.cosineSimilarity(yj), xi.haversine(yj), xi.prod(), xi.log1p()).toString());
        Compare.arrays(new double[] {0.5, -0.25}, xi.prod().sum(1).toDoubleArray(), 1e-15, "prod");
    }

    /** A quotient of the product by a component would be 0/0. */
    @TestFactory
    Stream<DynamicTest> productsWithZerosHaveTheirGradients() {
        return everywhere((backend, dtype) -> {
            double[] none = new double[5];
            double[] x = {2, 3, 0, 5, -1};
            Compare.arrays(new double[] {0, 0, -30, 0, 0},
                    values("Grad(Prod(x + 0 * y),x,1)", backend, dtype, x, none), 1e-6, "one");
            double[] two = {2, 0, 0, 5, -1};
            Compare.arrays(none, values("Grad(Prod(x + 0 * y),x,1)", backend, dtype, two, none), 0, "two");
            Compare.arrays(new double[] {0, -10, 0, 0, 0},
                    values("Grad(Elem(Grad(Prod(x + 0 * y),x,1),2),x,1)", backend, dtype, two, none), 1e-6, "second");
        });
    }
}
