package keops;

import static keops.LazyTensor.indexI;
import static keops.LazyTensor.indexJ;
import static keops.LazyTensor.number;
import static keops.LazyTensor.pm;
import static keops.LazyTensor.vi;
import static keops.LazyTensor.vj;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The formulas that the methods of lazy tensors make, against plain loops. */
class LazyTensorTest {
    private static final int M = 4;
    private static final int N = 5;

    /** The vector at (i, j), from the rows x_i and y_j and the parameter p. */
    private interface Plain {
        double[] at(double[] x, double[] y, double[] p);
    }

    private record Case(LazyTensor lazy, Plain plain) {}

    private final double[][] xRows = Numbers.tensor(1, DType.FLOAT64, M, 3).toMatrix();
    private final double[][] yRows = Numbers.tensor(2, DType.FLOAT64, N, 3).toMatrix();
    private final double[] p = {0.5, 1.5, 2};
    private final LazyTensor x = vi(Tensor.of(xRows));
    private final LazyTensor y = vj(Tensor.of(yRows));
    private final LazyTensor q = pm(Tensor.of(p));
    private final Map<String, Case> cases = new LinkedHashMap<>();

    private static double[] map(double[] a, DoubleUnaryOperator f) {
        double[] result = new double[a.length];
        for (int k = 0; k < a.length; k++) {
            result[k] = f.applyAsDouble(a[k]);
        }
        return result;
    }

    private static double[] zip(double[] a, double[] b, DoubleBinaryOperator f) {
        double[] result = new double[Math.max(a.length, b.length)];
        for (int k = 0; k < result.length; k++) {
            result[k] = f.applyAsDouble(a[a.length == 1 ? 0 : k], b[b.length == 1 ? 0 : k]);
        }
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static double[] scalar(double value) {
        return new double[] {value};
    }

    private static double squared(double[] a, double[] b) {
        return dot(zip(a, b, (s, t) -> s - t), zip(a, b, (s, t) -> s - t));
    }

    private void add(String name, LazyTensor lazy, Plain plain) {
        cases.put(name, new Case(lazy, plain));
    }

    /** A function of one number, applied to x + y. */
    private void unary(String name, LazyTensor lazy, DoubleUnaryOperator f) {
        add(name, lazy, (a, b, _) -> map(zip(a, b, Double::sum), f));
    }

    /** A function of one number above 0, applied to (x + y)^2 + 0.5. */
    private void positive(String name, LazyTensor lazy, DoubleUnaryOperator f) {
        add(name, lazy, (a, b, _) -> map(zip(a, b, Double::sum), t -> f.applyAsDouble(t * t + 0.5)));
    }

    private void binary(String name, LazyTensor lazy, DoubleBinaryOperator f) {
        add(name, lazy, (a, b, _) -> zip(a, b, f));
    }

    private Stream<DynamicTest> tests() {
        return cases.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
            Case given = entry.getValue();
            int dim = given.lazy.dim();
            double[] expected = new double[M * N * dim];
            for (int i = 0; i < M; i++) {
                for (int j = 0; j < N; j++) {
                    double[] vector = given.plain.at(xRows[i], yRows[j], p);
                    assertEquals(dim, vector.length);
                    System.arraycopy(vector, 0, expected, (i * N + j) * dim, dim);
                }
            }
            // A constant or a vector of x only has fewer rows of its own: the sum with 0 (x + y) has all of them.
            LazyTensor full = given.lazy.plus(x.plus(y).elem(0).times(0));
            Compare.arrays(expected, full.toDense().toDoubleArray(), 1e-12, entry.getKey());
        }));
    }

    @TestFactory
    Stream<DynamicTest> arithmetic() {
        binary("plus", x.plus(y), Double::sum);
        binary("minus", x.minus(y), (a, b) -> a - b);
        binary("times", x.times(y), (a, b) -> a * b);
        binary("div", x.div(y), (a, b) -> a / b);
        binary("numbers", x.plus(1).minus(0.25).times(3).div(7).plus(y.times(0)), (a, _) -> (a + 0.75) * 3 / 7);
        binary("negate", x.minus(y).negate(), (a, b) -> b - a);
        binary("equal", x.sign().equalTo(y.sign()), (a, b) -> a * b > 0 ? 1 : 0);
        binary("not equal", x.sign().notEqualTo(y.sign()), (a, b) -> a * b > 0 ? 0 : 1);
        binary("less", x.lessThan(y), (a, b) -> a < b ? 1 : 0);
        binary("at most", x.atMost(y), (a, b) -> a <= b ? 1 : 0);
        binary("greater", x.greaterThan(y), (a, b) -> a > b ? 1 : 0);
        binary("at least", x.atLeast(y), (a, b) -> a >= b ? 1 : 0);
        binary("compared with numbers", x.lessThan(0.1).plus(y.greaterThan(0.1)).plus(x.atLeast(0)).plus(y.atMost(0))
                        .plus(x.equalTo(2)).plus(y.notEqualTo(2)),
                (a, b) -> (a < 0.1 ? 1 : 0) + (b > 0.1 ? 1 : 0) + (a >= 0 ? 1 : 0) + (b <= 0 ? 1 : 0) + 1);
        binary("whole powers", x.pow(2).plus(y.pow(3)).plus(x.pow(-1)), (a, b) -> a * a + b * b * b + 1 / a);
        binary("powers", x.abs().pow(0.5).plus(y.abs().pow(-0.5)).plus(x.abs().pow(1.5)).plus(y.pow(2.0)),
                (a, b) -> Math.sqrt(Math.abs(a)) + 1 / Math.sqrt(Math.abs(b)) + Math.pow(Math.abs(a), 1.5) + b * b);
        binary("power of a tensor", x.abs().pow(y), (a, b) -> Math.pow(Math.abs(a), b));
        binary("atan2", x.atan2(y), Math::atan2);
        binary("clamp", x.plus(y).clamp(-0.5, 0.25), (a, b) -> Math.clamp(a + b, -0.5, 0.25));
        binary("clamp to tensors", x.clamp(y.minus(0.1), y.plus(0.1)), (a, b) -> Math.clamp(a, b - 0.1, b + 0.1));
        binary("ifElse", x.ifElse(y, x.times(y)), (a, b) -> a >= 0 ? b : a * b);
        binary("ifElse of numbers", x.minus(y).ifElse(1, -1), (a, b) -> a >= b ? 1 : -1);
        binary("mod", x.plus(y).mod(0.3), (a, b) -> a + b - 0.3 * Math.floor((a + b) / 0.3));
        binary("mod from an offset", x.mod(number(0.5), y), (a, b) -> a - 0.5 * Math.floor((a - b) / 0.5));
        return tests();
    }

    @TestFactory
    Stream<DynamicTest> functions() {
        LazyTensor sum = x.plus(y);
        LazyTensor above = sum.square().plus(0.5);
        unary("abs", sum.abs(), Math::abs);
        unary("exp", sum.exp(), Math::exp);
        unary("sin", sum.sin(), Math::sin);
        unary("cos", sum.cos(), Math::cos);
        unary("sinXDivX", sum.sinXDivX(), t -> Math.sin(t) / t);
        unary("sinc", sum.sinc(), t -> Math.sin(Math.PI * t) / (Math.PI * t));
        unary("asin", sum.times(0.4).asin(), t -> Math.asin(0.4 * t));
        unary("acos", sum.times(0.4).acos(), t -> Math.acos(0.4 * t));
        unary("atan", sum.atan(), Math::atan);
        unary("tanh", sum.tanh(), Math::tanh);
        unary("square", sum.square(), t -> t * t);
        unary("inv", sum.inv(), t -> 1 / t);
        unary("sign", sum.sign(), Math::signum);
        unary("step", sum.step(), t -> t < 0 ? 0 : 1);
        unary("relu", sum.relu(), t -> Math.max(t, 0));
        unary("floor", sum.times(3).floor(), t -> Math.floor(3 * t));
        unary("round", sum.round(1), t -> Math.copySign(Math.floor(Math.abs(t) * 10 + 0.5), t) / 10);
        unary("sigmoid", sum.sigmoid(), t -> 1 / (1 + Math.exp(-t)));
        unary("softplus", sum.softplus(), t -> Math.log1p(Math.exp(t)));
        // Abramowitz and Stegun, table 7.1.
        unary("erf", sum.times(0).plus(0.5).erf(), _ -> 0.5204998778130465);
        positive("log", above.log(), Math::log);
        positive("log1p", above.log1p(), Math::log1p);
        positive("xLogX", above.xLogX(), t -> t * Math.log(t));
        positive("sqrt", above.sqrt(), Math::sqrt);
        positive("rsqrt", above.rsqrt(), t -> 1 / Math.sqrt(t));
        return tests();
    }

    @TestFactory
    Stream<DynamicTest> vectors() {
        add("dot", x.dot(y), (a, b, _) -> scalar(dot(a, b)));
        add("sum", x.times(y).sum(), (a, b, _) -> scalar(dot(a, b)));
        add("max", x.plus(y).max(), (a, b, _) -> scalar(Math.max(a[0] + b[0], Math.max(a[1] + b[1], a[2] + b[2]))));
        add("min", x.plus(y).min(), (a, b, _) -> scalar(Math.min(a[0] + b[0], Math.min(a[1] + b[1], a[2] + b[2]))));
        add("argMax", x.plus(y).argMax(), (a, b, _) -> scalar(largest(zip(a, b, Double::sum))));
        add("argMin", x.plus(y).argMin(), (a, b, _) -> scalar(largest(zip(a, b, (s, t) -> -s - t))));
        add("logSumExp", x.plus(y).logSumExp(), (a, b, _) -> scalar(Math.log(
                Math.exp(a[0] + b[0]) + Math.exp(a[1] + b[1]) + Math.exp(a[2] + b[2]))));
        add("sqNorm2", x.minus(y).sqNorm2(), (a, b, _) -> scalar(squared(a, b)));
        add("norm2", x.minus(y).norm2(), (a, b, _) -> scalar(Math.sqrt(squared(a, b))));
        add("normalize", x.minus(y).normalize(), (a, b, _) ->
                zip(a, b, (s, t) -> (s - t) / Math.sqrt(squared(a, b))));
        add("sqDist", x.sqDist(y), (a, b, _) -> scalar(squared(a, b)));
        add("factorize", x.sqDist(y).factorize(x.minus(y)), (a, b, _) -> scalar(squared(a, b)));
        add("autoFactorize", x.sqDist(y).autoFactorize(), (a, b, _) -> scalar(squared(a, b)));
        add("weightedSqNorm", x.minus(y).weightedSqNorm(q), (a, b, w) -> scalar(weighted(a, b, w)));
        add("weightedSqDist", x.weightedSqDist(y, q), (a, b, w) -> scalar(weighted(a, b, w)));
        add("elem", x.plus(y).elem(2), (a, b, _) -> scalar(a[2] + b[2]));
        add("extract", x.plus(y).extract(1, 2), (a, b, _) -> new double[] {a[1] + b[1], a[2] + b[2]});
        add("elem from the end", x.plus(y).elem(-1), (a, b, _) -> scalar(a[2] + b[2]));
        add("slice", x.plus(y).slice(0, 2), (a, b, _) -> new double[] {a[0] + b[0], a[1] + b[1]});
        add("slice from the end", x.plus(y).slice(-2, 3), (a, b, _) -> new double[] {a[1] + b[1], a[2] + b[2]});
        add("slice in steps", x.plus(y).slice(-1, -4, -2), (a, b, _) -> new double[] {a[2] + b[2], a[0] + b[0]});
        add("prod", x.plus(y).prod(), (a, b, _) -> scalar((a[0] + b[0]) * (a[1] + b[1]) * (a[2] + b[2])));
        add("angle between vectors", x.angle(y), (a, b, _) ->
                scalar(Math.acos(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)))));
        add("cosineSimilarity", x.cosineSimilarity(y), (a, b, _) ->
                scalar(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))));
        add("haversine", x.slice(0, 2).haversine(y.slice(1, 3)), (a, b, _) -> scalar(Math.acos(
                Math.sin(a[0]) * Math.sin(b[1]) + Math.cos(a[0]) * Math.cos(b[1]) * Math.cos(a[1] - b[2]))));
        add("elemT", x.dot(y).elemT(3, 1), (a, b, _) -> new double[] {0, dot(a, b), 0});
        add("extractT", x.plus(y).extractT(1, 5), (a, b, _) ->
                new double[] {0, a[0] + b[0], a[1] + b[1], a[2] + b[2], 0});
        add("concat", x.concat(y, q, number(4)), (a, b, w) ->
                new double[] {a[0], a[1], a[2], b[0], b[1], b[2], w[0], w[1], w[2], 4});
        add("oneHot", x.plus(y).argMax().oneHot(3), (a, b, _) -> {
            double[] hot = new double[3];
            hot[largest(zip(a, b, Double::sum))] = 1;
            return hot;
        });
        add("bSpline", pm(-4, -1, 0, 1, 4).bSpline(x.dot(y), 0), (a, b, _) -> {
            double t = dot(a, b);
            return new double[] {t < -1 ? 1 : 0, t >= -1 && t < 0 ? 1 : 0, t >= 0 && t < 1 ? 1 : 0, t >= 1 ? 1 : 0};
        });
        add("softDtwSqDist", x.extract(0, 2).softDtwSqDist(y.extract(0, 2), q.elem(0)), (a, b, w) -> {
            double corner = Math.pow(a[0] - b[0], 2);
            double right = corner + Math.pow(a[0] - b[1], 2);
            double below = corner + Math.pow(a[1] - b[0], 2);
            double soft = Math.exp(-corner / w[0]) + Math.exp(-right / w[0]) + Math.exp(-below / w[0]);
            return scalar(Math.pow(a[1] - b[1], 2) - w[0] * Math.log(soft));
        });
        return tests();
    }

    @TestFactory
    Stream<DynamicTest> matrices() {
        LazyTensor a33 = x.tensorProd(y);
        add("tensorProd", a33, (a, b, _) -> {
            double[] matrix = new double[9];
            for (int k = 0; k < 9; k++) {
                matrix[k] = a[k / 3] * b[k % 3];
            }
            return matrix;
        });
        add("matVecMult", a33.matVecMult(q), (a, b, w) -> map(a, t -> t * dot(b, w)));
        add("vecMatMult", q.vecMatMult(a33), (a, b, w) -> map(b, t -> t * dot(a, w)));
        add("tensorDot", a33.tensorDot(q, new int[] {3, 3}, new int[] {3}, new int[] {0}, new int[] {0}),
                (a, b, w) -> map(b, t -> t * dot(a, w)));
        add("tensorDot with a permutation",
                x.tensorDot(y, new int[] {3}, new int[] {3}, new int[0], new int[0], new int[] {1, 0}), (a, b, _) -> {
                    double[] matrix = new double[9];
                    for (int k = 0; k < 9; k++) {
                        matrix[k] = b[k / 3] * a[k % 3];
                    }
                    return matrix;
                });
        add("kron", x.kron(y, new int[] {3}, new int[] {3}), (a, b, _) -> {
            double[] matrix = new double[9];
            for (int k = 0; k < 9; k++) {
                matrix[k] = a[k / 3] * b[k % 3];
            }
            return matrix;
        });
        return tests();
    }

    @TestFactory
    Stream<DynamicTest> complexNumbers() {
        LazyTensor z = x.elem(0).concat(y.elem(0));
        LazyTensor w = x.elem(1).concat(y.elem(1));
        add("realToComplex", x.dot(y).realToComplex(), (a, b, _) -> new double[] {dot(a, b), 0});
        add("imagToComplex", x.dot(y).imagToComplex(), (a, b, _) -> new double[] {0, dot(a, b)});
        add("exp1j", x.dot(y).exp1j(), (a, b, _) -> new double[] {Math.cos(dot(a, b)), Math.sin(dot(a, b))});
        add("real", z.real(), (a, _, _) -> scalar(a[0]));
        add("imag", z.imag(), (_, b, _) -> scalar(b[0]));
        add("conj", z.conj(), (a, b, _) -> new double[] {a[0], -b[0]});
        add("complexAbs", z.complexAbs(), (a, b, _) -> scalar(Math.hypot(a[0], b[0])));
        add("complexSquareAbs", z.complexSquareAbs(), (a, b, _) -> scalar(a[0] * a[0] + b[0] * b[0]));
        add("angle", z.angle(), (a, b, _) -> scalar(Math.atan2(b[0], a[0])));
        add("complexExp", z.complexExp(), (a, b, _) ->
                new double[] {Math.exp(a[0]) * Math.cos(b[0]), Math.exp(a[0]) * Math.sin(b[0])});
        add("complexSum", z.concat(w).complexSum(), (a, b, _) -> new double[] {a[0] + a[1], b[0] + b[1]});
        add("complexPlus", z.complexPlus(w), (a, b, _) -> new double[] {a[0] + a[1], b[0] + b[1]});
        add("complexMinus", z.complexMinus(w), (a, b, _) -> new double[] {a[0] - a[1], b[0] - b[1]});
        add("complexTimes", z.complexTimes(w), (a, b, _) ->
                new double[] {a[0] * a[1] - b[0] * b[1], a[0] * b[1] + b[0] * a[1]});
        add("complexDiv", z.complexDiv(w), (a, b, _) -> {
            double norm = a[1] * a[1] + b[1] * b[1];
            return new double[] {(a[0] * a[1] + b[0] * b[1]) / norm, (b[0] * a[1] - a[0] * b[1]) / norm};
        });
        add("realTimesComplex", x.elem(2).realTimesComplex(z), (a, b, _) -> new double[] {a[2] * a[0], a[2] * b[0]});
        return tests();
    }

    @TestFactory
    Stream<DynamicTest> derivatives() {
        LazyTensor k = x.sqDist(y).negate().exp();
        add("gradient", k.gradient(x, number(3)), (a, b, _) ->
                zip(a, b, (s, t) -> -6 * (s - t) * Math.exp(-squared(a, b))));
        add("gradient by y", k.gradient(y, number(1)), (a, b, _) ->
                zip(a, b, (s, t) -> 2 * (s - t) * Math.exp(-squared(a, b))));
        add("directional", k.directional(x, q), (a, b, w) ->
                scalar(-2 * dot(zip(a, b, (s, t) -> s - t), w) * Math.exp(-squared(a, b))));
        add("jacobian", x.times(y).jacobian(x), (_, b, _) -> new double[] {b[0], 0, 0, 0, b[1], 0, 0, 0, b[2]});
        add("divergence", x.times(y).divergence(x), (_, b, _) -> scalar(b[0] + b[1] + b[2]));
        add("laplacian", k.laplacian(x), (a, b, _) ->
                scalar((4 * squared(a, b) - 6) * Math.exp(-squared(a, b))));
        add("trace", x.times(y).trace(x), (_, b, _) -> scalar(b[0] + b[1] + b[2]));
        add("adjoint", x.times(y).adjoint(x, q), (_, b, w) -> zip(b, w, (s, t) -> s * t));
        return tests();
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            best = values[k] > values[best] ? k : best;
        }
        return best;
    }

    private static double weighted(double[] a, double[] b, double[] w) {
        return dot(w, zip(a, b, (s, t) -> (s - t) * (s - t)));
    }

    @Test
    void aFormulaIsPrinted() {
        assertEquals("Exp(SqDist(x0,y1) * (-0.5))", x.sqDist(y).times(-0.5).exp().toString());
        assertEquals("x0 + y1 + x0 * p2", x.plus(y).plus(x.times(q)).toString());
        assertEquals("LessThan(I,J)", indexI().lessThan(indexJ()).toString());
        assertEquals("Concat(1,2.5)", pm(1, 2.5).toString());
    }

    @Test
    void shapes() {
        assertArrayEquals(new long[] {M, N, 3}, x.plus(y).shape());
        assertArrayEquals(new long[] {M, 1, 3}, x.shape());
        assertArrayEquals(new long[] {1, 1, 1}, number(2).shape());
        assertArrayEquals(new long[] {N, M, 1}, x.sqDist(y).transpose().shape());
        assertEquals("SqDist(y0,x1)", x.sqDist(y).transpose().toString());
        assertArrayEquals(new long[] {M, N}, x.sqDist(y).toDense().shape());
        assertArrayEquals(new long[] {M, N, 3}, x.plus(y).toDense().shape());
        Tensor points = Tensor.of(xRows);
        assertEquals("x0", LazyTensor.of(points.reshape(M, 1, 3)).toString());
        assertEquals("y0", LazyTensor.of(points.reshape(1, M, 3)).toString());
        assertEquals("p0", LazyTensor.of(points.reshape(1, 1, M * 3)).toString());
    }

    @Test
    void aTensorThatStandsTwiceIsOneArgument() {
        Tensor points = Tensor.of(xRows);
        LazyTensor k = vi(points).sqDist(vj(points)).plus(vi(points).sqNorm2());
        assertEquals("SqDist(x0,y1) + SqNorm2(x0)", k.toString());
        assertEquals(2, k.reduction(keops.reduction.Reduction.SUM, 1).genred().arguments().size());
    }
}
