package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Second derivatives of sums of radial kernels over a cloud and itself, where each point meets itself: as
 * Hessian-vector products, as a formula, and on the tape, against the Hessian {@code f'/r I + (f'' - f'/r) z z^T / r^2}
 * with z = x - y, which is {@code f''(0) I} where z = 0.
 */
class CoincidentPointsTest {
    private static final long SEED = 41;
    private static final int POINTS = 7;
    private static final double ROOT_3 = Math.sqrt(3);
    private static final double ROOT_5 = Math.sqrt(5);

    /** A kernel f(r) as formulas, with its first two derivatives; f''(0) is NaN where there is none. */
    private record Kernel(String name, DoubleUnaryOperator slope, DoubleUnaryOperator curvature,
            List<String> formulas) {
        Kernel(String name, DoubleUnaryOperator slope, DoubleUnaryOperator curvature, String... formulas) {
            this(name, slope, curvature, List.of(formulas));
        }
    }

    private static List<Kernel> kernels() {
        String r = "Norm2(x-y)";
        String root = "Sqrt(SqDist(x,y))";
        return List.of(
                new Kernel("Matern 1/2", t -> -Math.exp(-t), t -> t == 0 ? Double.NaN : Math.exp(-t),
                        "Exp(-" + r + ")", "Exp(-" + root + ")"),
                new Kernel("Matern 3/2", t -> -3 * t * Math.exp(-ROOT_3 * t),
                        t -> 3 * (ROOT_3 * t - 1) * Math.exp(-ROOT_3 * t),
                        "(1+1.7320508075688772*" + r + ")*Exp(-1.7320508075688772*" + r + ")",
                        "(1+Sqrt(3*SqDist(x,y)))*Exp(-Sqrt(3*SqDist(x,y)))", "Matern32(1,x,y)"),
                new Kernel("Matern 5/2", t -> -5 / 3. * t * (1 + ROOT_5 * t) * Math.exp(-ROOT_5 * t),
                        t -> -5 / 3. * (1 + ROOT_5 * t - 5 * t * t) * Math.exp(-ROOT_5 * t),
                        "(1+2.23606797749979*" + r + "+5/3*SqDist(x,y))*Exp(-2.23606797749979*" + r + ")",
                        "(1+Sqrt(5*SqDist(x,y))+5/3*SqDist(x,y))*Exp(-Sqrt(5*SqDist(x,y)))", "Matern52(1,x,y)"),
                new Kernel("Wendland", t -> -20 * t * Math.pow(Math.max(0, 1 - t), 3),
                        t -> -20 * Math.pow(Math.max(0, 1 - t), 2) * (1 - 4 * t),
                        "ReLU(1-" + r + ")**4*(1+4*" + r + ")", "Wendland2(1,x,y)"),
                new Kernel("sinc", t -> t == 0 ? 0 : (Math.cos(t) - Math.sin(t) / t) / t,
                        t -> t == 0 ? -1 / 3. : -Math.sin(t) / t - 2 * (Math.cos(t) - Math.sin(t) / t) / t / t,
                        "SinXDivX(" + r + ")", "RadialSinc(1,x,y)"),
                new Kernel("rational quadratic", t -> -t * Math.pow(1 + t * t / 3, -2.5),
                        t -> (5 / 3. * t * t / (1 + t * t / 3) - 1) * Math.pow(1 + t * t / 3, -2.5),
                        "(1+SqDist(x,y)/3)**(-1.5)", "RationalQuadratic(1,1.5,x,y)"));
    }

    /** How it is computed. */
    private record Way(Backend backend, DType dtype) {
        double tolerance() {
            return dtype == DType.FLOAT64 ? 1e-12 : 3e-5;
        }
    }

    /** A cloud, weights, cotangents and directions. */
    private record Data(int dim, Tensor x, Tensor w, Tensor e, Tensor v) {
        static Data of(int dim, DType dtype) {
            var random = new SplittableRandom(SEED + dim);
            return new Data(dim, tensor(random, dtype, dim), tensor(random, dtype, 1), tensor(random, dtype, 1),
                    tensor(random, dtype, dim));
        }

        private static Tensor tensor(SplittableRandom random, DType dtype, int columns) {
            double[] numbers = random.doubles((long) POINTS * columns, -0.5, 0.5).toArray();
            return Tensor.vector(dtype, numbers).reshape(POINTS, columns);
        }

        /** {@code e_i sum_j w_j H(x_i - x_j) v_i}. */
        double[] expected(Kernel kernel) {
            double[] result = new double[POINTS * dim];
            for (int i = 0; i < POINTS; i++) {
                for (int j = 0; j < POINTS; j++) {
                    double square = 0;
                    double along = 0;
                    for (int k = 0; k < dim; k++) {
                        double z = x.doubleAt(i * dim + k) - x.doubleAt(j * dim + k);
                        square += z * z;
                        along += z * v.doubleAt(i * dim + k);
                    }
                    double r = Math.sqrt(square);
                    double across = r == 0 ? kernel.curvature.applyAsDouble(0) : kernel.slope.applyAsDouble(r) / r;
                    double rest = r == 0 ? 0 : (kernel.curvature.applyAsDouble(r) - across) / square;
                    for (int k = 0; k < dim; k++) {
                        double z = x.doubleAt(i * dim + k) - x.doubleAt(j * dim + k);
                        result[i * dim + k] += e.doubleAt(i) * w.doubleAt(j)
                                * (across * v.doubleAt(i * dim + k) + rest * along * z);
                    }
                }
            }
            return result;
        }
    }

    private static Genred sum(String formula, int dim, Way way) {
        return Genred.of(formula, "x = Vi(" + dim + ")", "y = Vj(" + dim + ")", "w = Vj(1)", "e = Vi(1)",
                        "v = Vi(" + dim + ")")
                .axis(1).backend(way.backend).build();
    }

    static Stream<DynamicTest> on(Backend backend, int... dims) {
        return kernels().stream().flatMap(kernel -> Stream.of(DType.FLOAT32, DType.FLOAT64).flatMap(dtype ->
                Arrays.stream(dims).mapToObj(dim -> DynamicTest.dynamicTest(
                        kernel.name + " in " + dim + "D, " + dtype,
                        () -> check(kernel, dim, new Way(backend, dtype))))));
    }

    private static void check(Kernel kernel, int dim, Way way) {
        Data data = Data.of(dim, way.dtype);
        double[] expected = data.expected(kernel);
        for (String formula : kernel.formulas) {
            compare(expected, product(formula, data, way), way, "Hessian of " + formula);
            compare(expected, inFormula(formula, data, way), way, "formula of " + formula);
            compare(expected, onTape(formula, data, way), way, "tape of " + formula);
        }
    }

    private static double[] product(String formula, Data data, Way way) {
        Genred sum = sum("(" + formula + ")*w", data.dim, way);
        return sum.hessian("x").call(Arena.ofAuto(), data.e, List.of(data.v), data.x, data.x, data.w, data.e, data.v)
                .getFirst().toDoubleArray();
    }

    private static double[] inFormula(String formula, Data data, Way way) {
        Genred sum = sum("Grad((v|Grad((" + formula + ")*w,x,e)),x,1)", data.dim, way);
        return sum.call(Arena.ofAuto(), data.x, data.x, data.w, data.e, data.v).toDoubleArray();
    }

    private static double[] onTape(String formula, Data data, Way way) {
        Genred sum =
                Genred.of("(" + formula + ")*w", "x = Vi(" + data.dim + ")", "y = Vj(" + data.dim + ")", "w = Vj(1)")
                .axis(1).backend(way.backend).build();
        try (Tape tape = new Tape()) {
            TapeVariable x = tape.variable(data.x);
            TapeVariable value = Reductions.of(sum, x, tape.constant(data.x), tape.constant(data.w));
            TapeVariable gradient = tape.differentiableGradients(value.times(tape.constant(data.e)).sum(), x)
                    .getFirst();
            return tape.gradients(gradient.times(tape.constant(data.v)).sum(), x).getFirst().toDoubleArray();
        }
    }

    private static void compare(double[] expected, double[] actual, Way way, String what) {
        assertEquals(expected.length, actual.length, what);
        double scale = 1 + Arrays.stream(expected).filter(Double::isFinite).map(Math::abs).max().orElse(0);
        for (int k = 0; k < expected.length; k++) {
            int at = k;
            boolean isNear = Double.isNaN(expected[k])
                    ? Double.isNaN(actual[k])
                    : Math.abs(actual[k] - expected[k]) <= way.tolerance() * scale;
            assertTrue(isNear, () -> what + " at " + at + ": " + actual[at] + " for " + expected[at]);
        }
    }

    /** In float32, as generic formulas, for back ends that are slow to test. */
    static Stream<DynamicTest> inShort(Backend backend) {
        Way way = new Way(backend, DType.FLOAT32);
        Data data = Data.of(2, way.dtype);
        return kernels().stream().map(kernel -> DynamicTest.dynamicTest(kernel.name, () -> {
            compare(data.expected(kernel), product(kernel.formulas.getFirst(), data, way), way, "Hessian");
            compare(data.expected(kernel), inFormula(kernel.formulas.getFirst(), data, way), way, "formula");
        }));
    }

    @TestFactory
    Stream<DynamicTest> onTheReference() {
        return on(Backend.REFERENCE, 1, 2, 3);
    }

    @TestFactory
    Stream<DynamicTest> onTheCpu() {
        return on(Backend.CPU, 1, 2, 3);
    }
}
