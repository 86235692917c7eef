package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.execution.Backend;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Point;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Radial kernels and their derivatives against closed forms, where x = y and away from there. */
class RadialKernelsTest {
    private static final double G = 0.64;
    private static final double L = 0.8;
    private static final double ROOT_3 = Math.sqrt(3);
    private static final double ROOT_5 = Math.sqrt(5);

    /**
     * A kernel with its first two derivatives by r, and what is known of it at 0.
     *
     * @param smooth how many derivatives there are where x = y
     * @param second the coefficient of r² at 0
     * @param fourth the coefficient of r⁴ at 0
     */
    private record Radial(String formula, DoubleUnaryOperator value, DoubleUnaryOperator slope,
            DoubleUnaryOperator curvature, int smooth, double second, double fourth) {}

    private static List<Radial> kernels() {
        return List.of(
                new Radial("Matern12(g,x,y)", r -> Math.exp(-r), r -> -Math.exp(-r), r -> Math.exp(-r), 0, 0, 0),
                new Radial("Matern32(g,x,y)", r -> (1 + ROOT_3 * r) * Math.exp(-ROOT_3 * r),
                        r -> -3 * r * Math.exp(-ROOT_3 * r), r -> 3 * (ROOT_3 * r - 1) * Math.exp(-ROOT_3 * r),
                        2, -1.5, 0),
                new Radial("Matern52(g,x,y)", r -> (1 + ROOT_5 * r + 5 * r * r / 3) * Math.exp(-ROOT_5 * r),
                        r -> -5 / 3. * r * (1 + ROOT_5 * r) * Math.exp(-ROOT_5 * r),
                        r -> -5 / 3. * (1 + ROOT_5 * r - 5 * r * r) * Math.exp(-ROOT_5 * r), 4, -5 / 6., 25 / 24.),
                new Radial("LogMatern32(g,x,y)", r -> Math.log(1 + ROOT_3 * r) - ROOT_3 * r,
                        r -> -3 * r / (1 + ROOT_3 * r), r -> -3 / Math.pow(1 + ROOT_3 * r, 2), 2, -1.5, 0),
                new Radial("Wendland0(g,x,y)", r -> Math.pow(within(r), 2), r -> -2 * within(r), r -> r < 1 ? 2 : 0,
                        0, 0, 0),
                new Radial("Wendland2(g,x,y)", r -> Math.pow(within(r), 4) * (1 + 4 * r),
                        r -> -20 * r * Math.pow(within(r), 3),
                        r -> -20 * Math.pow(within(r), 2) * (1 - 4 * r), 2, -10, 0),
                new Radial("Wendland4(g,x,y)", r -> Math.pow(within(r), 6) * (1 + 6 * r + 35 * r * r / 3),
                        r -> -56 / 3. * r * Math.pow(within(r), 5) * (1 + 5 * r),
                        r -> -56 / 3. * Math.pow(within(r), 4) * (1 + 4 * r - 35 * r * r), 4, -28 / 3., 70),
                new Radial("RadialSinc(g,x,y)", r -> Math.sin(r) / r, r -> (Math.cos(r) - Math.sin(r) / r) / r,
                        r -> -Math.sin(r) / r - 2 * (Math.cos(r) - Math.sin(r) / r) / r / r, 6, -1 / 6., 1 / 120.),
                new Radial("RationalQuadratic(g,1.5,x,y)", r -> Math.pow(1 + r * r / 3, -1.5),
                        r -> -r * Math.pow(1 + r * r / 3, -2.5),
                        r -> (2 / 3. * 2.5 * r * r / (1 + r * r / 3) - 1) * Math.pow(1 + r * r / 3, -2.5),
                        6, -0.5, 2.5 / 12));
    }

    private static double within(double r) {
        return Math.max(0, 1 - r);
    }

    /** How a formula is computed. */
    private record Way(Backend backend, DType dtype) {
        static List<Way> all() {
            return Stream.of(Backend.REFERENCE, Backend.CPU)
                    .flatMap(b -> Stream.of(DType.FLOAT64, DType.FLOAT32).map(t -> new Way(b, t))).toList();
        }

        double tolerance() {
            return dtype == DType.FLOAT64 ? 1e-12 : 2e-5;
        }

        /** The value of a formula of g, x, y and e at one pair. */
        double[] value(String formula, double g, double[] x, double[] y, double[] e) {
            int dim = x.length;
            Genred reduction = Genred.of(formula, "g = Pm(1)", "x = Vi(" + dim + ")", "y = Vj(" + dim + ")",
                    "e = Pm(" + dim + ")").axis(1).backend(backend).build();
            return reduction.call(Arena.ofAuto(), Tensor.vector(dtype, g), Tensor.vector(dtype, x).reshape(1, dim),
                    Tensor.vector(dtype, y).reshape(1, dim), Tensor.vector(dtype, e)).toDoubleArray();
        }
    }

    private static final double[][] PLACES = {{0.25}, {0.5, -0.75}, {1, 0.25, -0.5}};
    private static final double[][] STEPS = {{0.375}, {0.25, 0.5}, {-0.125, 0.5, 0.25}};
    private static final double[][] DIRECTIONS = {{2}, {1, -0.5}, {0.5, 1, -2}};

    private static double[] sum(double[] a, double[] b, double factor) {
        double[] sum = a.clone();
        for (int k = 0; k < a.length; k++) {
            sum[k] += factor * b[k];
        }
        return sum;
    }

    @TestFactory
    Stream<DynamicTest> awayFromEachOther() {
        return kernels().stream().map(kernel -> DynamicTest.dynamicTest(kernel.formula, () -> {
            for (Way way : Way.all()) {
                for (int d = 0; d < 3; d++) {
                    for (double far : new double[] {1e-3, 1, 2.5}) {
                        check(kernel, way, PLACES[d], sum(new double[d + 1], STEPS[d], far), DIRECTIONS[d]);
                    }
                }
            }
        }));
    }

    private static void check(Radial kernel, Way way, double[] y, double[] step, double[] e) {
        // The step as the rounded points have it.
        double[] x = sum(y, step, 1);
        if (way.dtype == DType.FLOAT32) {
            for (int k = 0; k < x.length; k++) {
                x[k] = (float) x[k];
            }
        }
        double[] u = sum(x, y, -1);
        double norm = Math.sqrt(dot(u, u));
        double r = L * norm;
        double slope = kernel.slope.applyAsDouble(r) * L;
        double curvature = kernel.curvature.applyAsDouble(r) * G;
        double along = dot(u, e) / norm;
        String at = kernel.formula + " " + way + " at r = " + r;
        // Near each other, the parts of a Hessian that is no more than one cancel, and so do those of some closed
        // forms.
        double tolerance = way.tolerance() * 10 / Math.min(1, r);
        Compare.arrays(new double[] {kernel.value.applyAsDouble(r)}, way.value(kernel.formula, G, x, y, e),
                tolerance, at);
        double[] gradient = sum(new double[u.length], u, slope / norm);
        boolean isExact = norm > 0.01 || !kernel.formula.startsWith("RadialSinc");
        if (isExact) {
            Compare.arrays(gradient, way.value("Grad(" + kernel.formula + ",x,1)", G, x, y, e), tolerance,
                    at + ", gradient");
        }
        double[] product =
                sum(sum(new double[u.length], e, slope / norm), u, (curvature - slope / norm) * along / norm);
        String hessian = "Grad(Grad(" + kernel.formula + ",x,1),x,e)";
        if (isExact) {
            Compare.arrays(product, way.value(hessian, G, x, y, e), tolerance, at + ", Hessian");
        }
        Compare.arrays(new double[] {slope * norm / 2 / G}, way.value("Grad(" + kernel.formula + ",g,1)", G, x, y, e),
                tolerance, at + ", by G");
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** Values and derivatives up to the fourth, where there are such; beyond, they are no numbers. */
    @TestFactory
    Stream<DynamicTest> atCoincidentPoints() {
        return kernels().stream().map(kernel -> DynamicTest.dynamicTest(kernel.formula, () -> {
            for (Way way : Way.all()) {
                for (int d = 0; d < 3; d++) {
                    atCoincidentPoints(kernel, way, d);
                }
            }
        }));
    }

    private static void atCoincidentPoints(Radial kernel, Way way, int d) {
        double[] x = PLACES[d];
        double[] e = DIRECTIONS[d];
        int dim = d + 1;
        String f = kernel.formula;
        String at = kernel.formula + " " + way + " in dimension " + dim;
        double tolerance = way.tolerance();
        double value = kernel.formula.startsWith("Log") ? 0 : 1;
        Compare.arrays(new double[] {value}, way.value(f, G, x, x, e), tolerance, at);
        // Kernels of order 1/2 have a slope by G that is infinite only where x and y differ.
        Compare.arrays(new double[] {0}, way.value("Grad(" + f + ",g,1)", G, x, x, e), tolerance, at + ", by G");
        Compare.arrays(new double[] {0}, way.value("Grad(Grad(" + f + ",g,1),g,1)", G, x, x, e), tolerance,
                at + ", by G twice");
        List<String> derivatives = new ArrayList<>(List.of("(e|Grad(" + f + ",x,1))"));
        for (int order = 2; order <= 5; order++) {
            derivatives.add("(e|Grad(" + derivatives.getLast() + ",x,1))");
        }
        double length = dot(e, e);
        double[] expected = {
            0, 2 * kernel.second * G * length, 0, 24 * kernel.fourth * G * G * length * length, 0
        };
        for (int order = 1; order <= 5; order++) {
            double[] actual = way.value(derivatives.get(order - 1), G, x, x, e);
            if (order <= kernel.smooth) {
                Compare.arrays(new double[] {expected[order - 1]}, actual, tolerance, at + ", order " + order);
            } else {
                assertFalse(Double.isFinite(actual[0]), at + ", order " + order + ": " + actual[0]);
            }
        }
        if (kernel.smooth >= 2) {
            Compare.arrays(new double[] {2 * dim * kernel.second * G}, way.value("Laplacian(" + f + ",x)", G, x, x, e),
                    tolerance, at + ", Laplacian");
            Compare.arrays(new double[] {-2 * kernel.second * G * length},
                    way.value("(e|Grad((e|Grad(" + f + ",x,1)),y,1))", G, x, x, e), tolerance, at + ", by x and y");
            Compare.arrays(new double[] {2 * kernel.second * length},
                    way.value("Grad((e|Grad((e|Grad(" + f + ",x,1)),x,1)),g,1)", G, x, x, e), tolerance,
                    at + ", by x, x, G");
        }
        if (kernel.smooth >= 4) {
            Compare.arrays(new double[] {8 * dim * (dim + 2) * kernel.fourth * G * G},
                    way.value("Laplacian(Laplacian(" + f + ",x),x)", G, x, x, e), tolerance,
                    at + ", twice the Laplacian");
        }
    }

    /** Hessians of reductions and gradients of gradients on a tape: sums over pairs of which some coincide. */
    @TestFactory
    Stream<DynamicTest> reductionsAndTapes() {
        return kernels().stream().filter(kernel -> kernel.smooth >= 2)
                .map(kernel -> DynamicTest.dynamicTest(kernel.formula, () -> {
            double[] points = {0.25, 0.5, -0.25};
            double[] expected = new double[3];
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 3; j++) {
                    double r = L * Math.abs(points[i] - points[j]);
                    expected[i] += i == j ? 2 * kernel.second * G : kernel.curvature.applyAsDouble(r) * G;
                }
            }
            Tensor g = Tensor.vector(DType.FLOAT64, G);
            Tensor x = Tensor.of(points, 3, 1);
            Genred sum = Genred.of(kernel.formula, "g = Pm(1)", "x = Vi(1)", "y = Vj(1)")
                    .reduction(Reduction.SUM).axis(1).build();
            try (var tape = new Tape()) {
                TapeVariable xs = tape.variable(x);
                TapeVariable value = Reductions.of(sum, tape.constant(g), xs, tape.constant(x)).sum();
                TapeVariable slope = tape.differentiableGradients(value, xs).getFirst();
                Tensor second = tape.gradients(slope.sum(), xs).getFirst();
                Compare.arrays(expected, second.toDoubleArray(), 1e-12, "tape");
            }
        }));
    }

    /** A radius is 0 by its weights, too: then a slope by these is infinite, and no plausible number. */
    @Test
    void weightsOfZeroAreNoCoincidence() {
        for (Way way : Way.all()) {
            double[] slope =
                    way.value("Grad(Matern12(g,x,y),g,1)", 0, new double[] {1, 2}, new double[] {0, 2}, new double[2]);
            assertEquals(Double.NEGATIVE_INFINITY, slope[0], way.toString());
            double[] smooth =
                    way.value("Grad(Matern52(g,x,y),g,1)", 0, new double[] {1, 2}, new double[] {0, 2}, new double[2]);
            Compare.arrays(new double[] {-5 / 6.}, smooth, way.tolerance(), way.toString());
        }
    }

    /** A diagonal and a matrix, which need not be symmetric, against differences. */
    @Test
    void weightsMayBeVectorsAndMatrices() {
        double[] y = {0.25, -0.5};
        double[] x = {0.75, 0.25};
        for (double[] weights : new double[][] {{0.5, 2}, {2, 0.5, 0.25, 1}}) {
            for (String kernel : List.of("Matern12", "Matern52", "LogMatern32", "Wendland4", "RadialSinc")) {
                String[] aliases = {"g = Pm(" + weights.length + ")", "x = Vi(2)", "y = Vi(2)"};
                Formula f = Formula.parse(kernel + "(g,0.3 * x,0.3 * y)", aliases);
                var point = new Point(Map.of(0, weights, 1, x, 2, y));
                for (String name : List.of("g", "x", "y")) {
                    var v = (keops.formula.Variable) Formula.parse(name, aliases);
                    Formula gradient = f.gradient(v, new Constant(1));
                    Compare.arrays(point.differences(f, v, new double[] {1}, 1e-3), point.value(gradient), 1e-9,
                            kernel + name);
                    double[] direction = Arrays.copyOf(new double[] {1, 0.5, -1, 2}, v.dim());
                    Compare.arrays(point.differences(gradient, v, direction, 1e-3),
                            point.value(gradient.gradient(v, concat(direction))), 1e-8, kernel + name + name);
                }
            }
        }
    }

    private static Formula concat(double[] numbers) {
        return Formula.parse(Arrays.stream(numbers).mapToObj(Double::toString)
                .collect(Collectors.joining(",", "Concat(", ")")));
    }

    @Test
    void farPointsUnderflowToZero() {
        for (Way way : Way.all()) {
            double far = way.dtype == DType.FLOAT64 ? 1e200 : 1e25;
            for (Radial kernel : kernels()) {
                if (kernel.formula.startsWith("Log") || kernel.formula.startsWith("RadialSinc")) {
                    continue;
                }
                double[] value = way.value(kernel.formula, G, new double[] {far}, new double[] {0}, new double[1]);
                assertEquals(0, value[0], kernel.formula + way);
            }
            double[] log = way.value("LogMatern52(g,x,y)", 1, new double[] {1e15}, new double[] {0}, new double[1]);
            assertTrue(Math.abs(log[0] / (-ROOT_5 * 1e15) - 1) < 1e-6, () -> way + ": " + log[0]);
            double[] beyond = way.value("LogMatern52(g,x,y)", 1, new double[] {far}, new double[] {0}, new double[1]);
            assertTrue(beyond[0] <= -far, () -> way + ": " + beyond[0]);
        }
    }

    /** At the end of the support derivatives jump where the table says nothing else. */
    @Test
    void theEndOfTheSupportIsSmooth() {
        double[] one = {1};
        for (Way way : Way.all()) {
            for (String f :
                    List.of("Wendland0(1,x,y)", "Grad(Wendland0(1,x,y),x,1)",
                            "Grad(Grad(Wendland2(1,x,y),x,1),x,1)")) {
                assertEquals(0, way.value(f, 1, one, new double[1], one)[0], 0, f);
            }
            assertTrue(Double.isNaN(way.value("Grad(Grad(Wendland0(1,x,y),x,1),x,1)", 1, one, new double[1], one)[0]));
            assertTrue(Double.isNaN(
                    way.value("Wendland0(1,x,y)", 1, new double[] {Double.NaN}, new double[1], one)[0]));
        }
    }
}
