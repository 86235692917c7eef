package keops;

import static keops.PlainKernels.logSumExp;
import static keops.PlainKernels.map;
import static keops.PlainKernels.product;
import static keops.PlainKernels.squared;
import static keops.PlainKernels.sum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.PlainKernels.Pairwise;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Kernel products against the same sums in plain loops. */
class KernelProductTest {
    private static final int N = 7;
    private static final int M = 11;
    private final Tensor x = Numbers.tensor(1, DType.FLOAT64, N, 3);
    private final Tensor y = Numbers.tensor(2, DType.FLOAT64, M, 3);
    private final Tensor u = Numbers.tensor(3, DType.FLOAT64, N, 2);
    private final Tensor v = Numbers.tensor(4, DType.FLOAT64, M, 2);
    private final Tensor b = Numbers.tensor(5, DType.FLOAT64, M, 4);
    private final Tensor column = Numbers.tensor(6, DType.FLOAT64, M, 1);
    private final Tensor ui = Numbers.tensor(7, DType.FLOAT64, N, 1);
    private final Tensor vj = Numbers.tensor(8, DType.FLOAT64, M, 1);
    private final Tensor c = Numbers.tensor(9, DType.FLOAT64, N, 4);
    private final Tensor si = Numbers.tensor(10, DType.FLOAT64, N, 1);
    private final Tensor tj = Numbers.tensor(11, DType.FLOAT64, M, 1);

    private static double at(Tensor tensor, int row) {
        return tensor.getDouble(row, 0);
    }

    private double[] sums(Pairwise kernel) {
        return sum(N, M, 4, (i, j, e) -> kernel.at(i, j) * b.getDouble(j, e));
    }

    private void check(double[] expected, KernelProduct product, Tensor... tensors) {
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            Tensor result = product.backend(backend).call(x, y, (Object[]) tensors);
            assertArrayEquals(new long[] {N, expected.length / N}, result.shape());
            Compare.arrays(expected, result.toDoubleArray(), 1e-12, product + " on " + backend);
        }
    }

    /** Each mode, for k = gaussian(x,y) / 3 of a kernel whose logarithm is c. */
    @TestFactory
    Stream<DynamicTest> modes() {
        Pairwise log = map(squared(x, y, 0.7), r2 -> -r2 + Math.log(3));
        KernelProduct product = KernelProduct.of(Kernel.of("3 * gaussian(x,y)")).gamma(0.7);
        Pairwise scaled = (i, j) -> log.at(i, j) + at(ui, i) + at(vj, j);
        Pairwise plan = (i, j) -> Math.exp(log.at(i, j) + at(si, i) + at(tj, j));
        return Map.<KernelMode, Runnable>ofEntries(
                        Map.entry(KernelMode.SUM, () -> check(sums(map(log, Math::exp)), product, b)),
                        Map.entry(KernelMode.LSE, () -> check(
                                logSumExp(N, M, (i, j) -> log.at(i, j) + at(column, j)), product.mode("lse"), column)),
                        Map.entry(KernelMode.LOG_SCALED, () -> check(
                                sums(map(scaled, Math::exp)), product.mode("log_scaled"), b, ui, vj)),
                        Map.entry(KernelMode.LOG_SCALED_LSE, () -> check(
                                logSumExp(N, M, (i, j) -> scaled.at(i, j) + at(column, j)),
                                product.mode("log_scaled_lse"), column, ui, vj)),
                        Map.entry(KernelMode.LOG_SCALED_BARYCENTER, () -> check(
                                sum(N, M, 4, (i, j, e) ->
                                        Math.exp(scaled.at(i, j)) * (b.getDouble(j, e) - c.getDouble(i, e))),
                                product.mode("log_scaled_barycenter"), b, ui, vj, c)),
                        Map.entry(KernelMode.LSE_MULT_I, () -> check(
                                logSumExp(N, M, (i, j) -> at(ui, i) * log.at(i, j) + at(column, j)),
                                product.mode("lse_mult_i"), column, ui)),
                        Map.entry(KernelMode.SINKHORN_COST, () -> check(
                                sum(N, M, 1, (i, j, _) -> -log.at(i, j) * plan.at(i, j)),
                                product.mode("sinkhorn_cost"), si, tj)),
                        Map.entry(KernelMode.SINKHORN_PRIMAL, () -> check(
                                sum(N, M, 1, (i, j, _) -> (at(ui, i) + at(vj, j) - 1) * plan.at(i, j)),
                                product.mode("sinkhorn_primal"), si, tj, ui, vj)))
                .entrySet()
                .stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey().text(), entry.getValue()::run));
    }

    /** Each atomic kernel: its value in a sum, its logarithm in a log-sum-exp. */
    @TestFactory
    Stream<DynamicTest> atomicKernels() {
        Pairwise r2 = squared(x, y, 0.7);
        return Map.of(
                        "gaussian", map(r2, r -> Math.exp(-r)),
                        "laplacian", map(r2, r -> Math.exp(-Math.sqrt(r))),
                        "cauchy", map(r2, r -> 1 / (1 + r)),
                        "inverse_multiquadric", map(r2, r -> 1 / Math.sqrt(1 + r)),
                        "distance", map(r2, Math::sqrt))
                .entrySet()
                .stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    KernelProduct product = KernelProduct.of(Kernel.of(entry.getKey() + "(x,y)")).gamma(0.7);
                    Pairwise k = entry.getValue();
                    check(sums(k), product, b);
                    check(logSumExp(N, M, (i, j) -> Math.log(k.at(i, j)) + at(column, j)), product.mode("lse"), column);
                }));
    }

    /** Kernels with a number in their name, and those whose values may be negative. */
    @TestFactory
    Stream<DynamicTest> furtherKernels() {
        Pairwise r2 = squared(x, y, 0.7);
        Pairwise periods = (i, j) -> IntStream.range(0, 3)
                .mapToDouble(k -> Math.pow(Math.sin(Math.PI * (x.getDouble(i, k) - y.getDouble(j, k)) / 0.3), 2)).sum()
                * 0.7;
        return Map.of(
                        "0.5 * matern12(x,y)", map(r2, r -> 0.5 * Math.exp(-Math.sqrt(r))),
                        "matern32(x,y)", map(r2, r -> (1 + Math.sqrt(3 * r)) * Math.exp(-Math.sqrt(3 * r))),
                        "matern52(x,y)",
                                map(r2, r -> (1 + Math.sqrt(5 * r) + 5 * r / 3) * Math.exp(-Math.sqrt(5 * r))),
                        "1e-3 + wendland0(x,y)", map(r2, r -> 1e-3 + Math.pow(Math.max(0, 1 - Math.sqrt(r)), 2)),
                        "1e-3 + wendland2(x,y)", map(r2, r ->
                                1e-3 + Math.pow(Math.max(0, 1 - Math.sqrt(r)), 4) * (1 + 4 * Math.sqrt(r))),
                        "wendland4(x,y) + 1e-3", map(r2, r -> 1e-3 + Math.pow(Math.max(0, 1 - Math.sqrt(r)), 6)
                                * (1 + 6 * Math.sqrt(r) + 35 * r / 3)),
                        "rational_quadratic(x,y,1.5)", map(r2, r -> Math.pow(1 + r / 3, -1.5)),
                        "periodic(x,y,0.3)", map(periods, s -> Math.exp(-s)),
                        "sinc(x,y)", map(r2, r -> Math.sin(Math.sqrt(r)) / Math.sqrt(r)),
                        "polynomial(x,y,3)", map(product(x, y), s -> Math.pow(1 + 0.7 * s, 3)))
                .entrySet()
                .stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Kernel kernel = Kernel.of(entry.getKey());
                    KernelProduct product = KernelProduct.of(kernel).gamma(0.7);
                    Pairwise k = entry.getValue();
                    check(sums(k), product, b);
                    assertEquals(!entry.getKey().matches("sinc.*|polynomial.*"), kernel.hasLogFormula());
                    if (kernel.hasLogFormula()) {
                        check(logSumExp(N, M, (i, j) -> Math.log(k.at(i, j)) + at(column, j)),
                                product.mode("lse"), column);
                    }
                    assertEquals(kernel.name(), Kernel.of(kernel.name()).name());
                }));
    }

    /** Beyond the support log k is -inf, and its slope counts for nothing. */
    @Test
    void aKernelOfCompactSupportHasGradientsOfItsLogarithm() {
        Tensor point = Tensor.of(new double[] {0, 0}, 1, 2);
        Tensor points = Tensor.of(new double[] {0.5, 0, 4, 6, 1, 0, 0, 0}, 4, 2);
        Tensor zeros = Tensor.of(new double[4], 4, 1);
        Tensor one = Tensor.of(new double[] {1}, 1, 1);
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            KernelGradients log = KernelProduct.of(Kernel.of("wendland2(x,y)")).gamma(1).mode("lse").backend(backend)
                    .gradients(Arena.ofAuto(), one, point, points, zeros);
            // Of k = 3/16 at 1/2 and k = 1 at 0, the slope by r at 1/2 is -20/16: x moves away from there.
            Compare.arrays(new double[] {20 / 16. / (19 / 16.), 0}, log.x().getFirst().toDoubleArray(), 1e-14, "by x");
        }
    }

    /** Kernels of angles take no gamma. */
    @Test
    void kernelsOfDirections() {
        Pairwise cosine = (i, j) -> product(x, y).at(i, j)
                / Math.sqrt(product(x, x).at(i, i) * product(y, y).at(j, j));
        check(sums(cosine), KernelProduct.of(Kernel.of("cosine(x,y)")), b);
        check(sums(map(cosine, Math::acos)), KernelProduct.of(Kernel.of("angle(x,y)")), b);
        Pairwise sphere = (i, j) -> Math.acos(Math.sin(u.getDouble(i, 0)) * Math.sin(v.getDouble(j, 0))
                + Math.cos(u.getDouble(i, 0)) * Math.cos(v.getDouble(j, 0))
                * Math.cos(u.getDouble(i, 1) - v.getDouble(j, 1)));
        Tensor distances = KernelProduct.of(Kernel.of("haversine(x,y)")).call(u, v, b);
        Compare.arrays(sums(sphere), distances.toDoubleArray(), 1e-12, "haversine");
    }

    @Test
    void theLinearKernelHasNoGamma() {
        Pairwise k = product(x, y);
        Pairwise log = map(k, value -> 0.5 * Math.log(value * value + 1e-8));
        for (KernelProduct product : List.of(
                KernelProduct.of(Kernel.of("linear(x,y)")),
                KernelProduct.of(Kernel.of("linear(x,y)")).gamma((Tensor) null),
                KernelProduct.of(Kernel.of("linear(x,y)")).gammas(Gamma.none()))) {
            check(sums(k), product, b);
            check(logSumExp(N, M, (i, j) -> log.at(i, j) + at(column, j)), product.mode(KernelMode.LSE), column);
        }
    }

    @Test
    void aDistanceAtItselfHasTheLogarithmOfZero() {
        Tensor point = Tensor.of(new double[] {1, 2}, 1, 2);
        Tensor zero = Tensor.of(new double[] {0}, 1, 1);
        KernelProduct distance = KernelProduct.of(Kernel.of("distance(x,y)")).gamma(1);
        assertEquals(Double.NEGATIVE_INFINITY, distance.mode("lse").call(point, point, zero).doubleAt(0));
        assertEquals(0, distance.call(point, point, zero).doubleAt(0));
    }

    /** As that of the distance itself; another point of the same row has its own. */
    @Test
    void aDistanceAtItselfHasNoSlope() {
        Tensor point = Tensor.of(new double[] {1, 2}, 1, 2);
        Tensor points = Tensor.of(new double[] {1, 2, 4, 6}, 2, 2);
        Tensor zeros = Tensor.of(new double[2], 2, 1);
        Tensor one = Tensor.of(new double[] {1}, 1, 1);
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            KernelGradients log = KernelProduct.of(Kernel.of("1 + distance(x,y)")).gamma(1).mode("lse").backend(backend)
                    .gradients(Arena.ofAuto(), one, point, points, zeros);
            // The logarithm of 1 + 0 + 1 + 5, of which 5 is the distance.
            Compare.arrays(new double[] {-3 / 5. / 7, -4 / 5. / 7}, log.x().getFirst().toDoubleArray(), 1e-14, "by x");
            double[] byY = {0, 0, 3 / 5. / 7, 4 / 5. / 7};
            Compare.arrays(byY, log.y().getFirst().toDoubleArray(), 1e-14, "by y");
            Compare.arrays(new double[] {5 / 2. / 7}, log.gammas().getFirst().toDoubleArray(), 1e-14, "by gamma");
        }
    }

    /** One kernel, every form of gamma; the same full matrix in plain loops. */
    @TestFactory
    Stream<DynamicTest> gammas() {
        double[] diagonal = {0.5, 1.25, 2};
        double[] matrix = {1, 0.25, 0, 0.25, 2, -0.5, 0, -0.5, 0.75};
        double[] asMatrix = {0.5, 0, 0, 0, 1.25, 0, 0, 0, 2};
        Tensor rowsJ = positive(12, M, 1);
        Tensor diagonalsJ = positive(13, M, 3);
        Tensor matricesJ = positive(14, M, 9);
        Tensor rowsI = positive(15, N, 1);
        Tensor diagonalsI = positive(16, N, 3);
        Tensor matricesI = positive(17, N, 9);
        return Map.<String, Map.Entry<Gamma, Pairwise>>ofEntries(
                        Map.entry("a number", Map.entry(Gamma.of(0.7), squared(x, y, 0.7))),
                        Map.entry("a scalar", Map.entry(
                                Gamma.of(Tensor.vector(DType.FLOAT64, 0.7)), squared(x, y, 0.7))),
                        Map.entry("a diagonal", Map.entry(
                                Gamma.of(Tensor.vector(DType.FLOAT64, diagonal)), squared(x, y, asMatrix))),
                        Map.entry("a matrix", Map.entry(
                                Gamma.of(Tensor.vector(DType.FLOAT64, matrix)), squared(x, y, matrix))),
                        Map.entry("a scalar per j", Map.entry(Gamma.of(rowsJ), (i, j) -> weighted(rowsJ, j, i, j))),
                        Map.entry("a diagonal per j", Map.entry(
                                Gamma.perJ(diagonalsJ), (i, j) -> weighted(diagonalsJ, j, i, j))),
                        Map.entry("a matrix per j", Map.entry(
                                Gamma.of(matricesJ), (i, j) -> weighted(matricesJ, j, i, j))),
                        Map.entry("a scalar per i", Map.entry(Gamma.perI(rowsI), (i, j) -> weighted(rowsI, i, i, j))),
                        Map.entry("a diagonal per i", Map.entry(
                                Gamma.perI(diagonalsI), (i, j) -> weighted(diagonalsI, i, i, j))),
                        Map.entry("a matrix per i", Map.entry(
                                Gamma.perI(matricesI), (i, j) -> weighted(matricesI, i, i, j))))
                .entrySet()
                .stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    KernelProduct cauchy =
                            KernelProduct.of(Kernel.of("cauchy(x,y)")).gammas(entry.getValue().getKey());
                    Pairwise k = map(entry.getValue().getValue(), r2 -> 1 / (1 + r2));
                    check(sums(k), cauchy, b);
                    check(logSumExp(N, M, (i, j) -> Math.log(k.at(i, j)) + at(column, j)), cauchy.mode("lse"), column);
                }));
    }

    private static Tensor positive(long seed, long rows, long columns) {
        Tensor tensor = Numbers.tensor(seed, DType.FLOAT64, rows, columns);
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, 1.5 + tensor.doubleAt(k));
        }
        return tensor;
    }

    /** r² with the weights of one row of a tensor: a number, a diagonal or a matrix. */
    private double weighted(Tensor weights, int row, int i, int j) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            for (int l = 0; l < 3; l++) {
                double weight = switch ((int) weights.size(1)) {
                    case 1 -> k == l ? weights.getDouble(row, 0) : 0;
                    case 3 -> k == l ? weights.getDouble(row, k) : 0;
                    default -> weights.getDouble(row, 3 * k + l);
                };
                sum += weight * (x.getDouble(i, k) - y.getDouble(j, k)) * (x.getDouble(i, l) - y.getDouble(j, l));
            }
        }
        return sum;
    }

    @Test
    void combinationsOnTwoPairs() {
        Pairwise xy = squared(x, y, 0.7);
        Pairwise uv = squared(u, v, 0.3);
        Pairwise cauchy = map(squared(x, y, 2), r -> 1 / (1 + r));
        Pairwise k = (i, j) ->
                cauchy.at(i, j) + Math.exp(-xy.at(i, j)) * (1 + Math.pow(1 / (1 + uv.at(i, j)), 2));
        KernelProduct product = KernelProduct.of(Kernel.of("cauchy(x,y) + gaussian(x,y) * (1 + cauchy(u,v)**2)"))
                .gammas(Gamma.of(2), Gamma.of(0.7), Gamma.of(0.3));
        Compare.arrays(sums(k), product.call(List.of(x, u), List.of(y, v), b).toDoubleArray(), 1e-12, "sum");
        Compare.arrays(logSumExp(N, M, (i, j) -> Math.log(k.at(i, j)) + at(column, j)),
                product.mode("lse").call(List.of(x, u), List.of(y, v), column).toDoubleArray(), 1e-12, "lse");
    }

    @Test
    void aNegatedProduct() {
        Pairwise xy = squared(x, y, 0.7);
        Pairwise uv = squared(u, v, 0.7);
        KernelProduct product = KernelProduct.of(Kernel.of("-distance(x,y)*gaussian(u,v)")).gamma(0.7);
        Compare.arrays(sums((i, j) -> -Math.sqrt(xy.at(i, j)) * Math.exp(-uv.at(i, j))),
                product.call(List.of(x, u), List.of(y, v), b).toDoubleArray(), 1e-12, "sum");
    }

    @Test
    void elevenTerms() {
        Gamma[] gammas = IntStream.range(0, 11).mapToObj(k -> Gamma.of(0.1 * (k + 1))).toArray(Gamma[]::new);
        String name = IntStream.range(0, 11).mapToObj(_ -> "gaussian(x,y)").collect(Collectors.joining(" + "));
        Pairwise k = (i, j) -> IntStream.range(0, 11)
                .mapToDouble(n -> Math.exp(-squared(x, y, 0.1 * (n + 1)).at(i, j)))
                .sum();
        check(sums(k), KernelProduct.of(Kernel.of(name)).gammas(gammas), b);
        check(logSumExp(N, M, (i, j) -> Math.log(k.at(i, j)) + at(column, j)),
                KernelProduct.of(Kernel.of(name)).gammas(gammas).mode("lse"), column);
    }

    @Test
    void theLogarithmOfASumDoesNotUnderflow() {
        Tensor far = Tensor.of(new double[] {0, 0}, 1, 2);
        Tensor away = Tensor.of(new double[] {100, 0}, 1, 2);
        Tensor zero = Tensor.of(new double[] {0}, 1, 1);
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y) + 2 * gaussian(x,y)")).gamma(1).mode("lse");
        assertEquals(-10000 + Math.log(3), product.call(far, away, zero).doubleAt(0), 1e-11);
    }

    @Test
    void aUsersOwnKernel() {
        KernelFormulas formulas = KernelFormulas.STANDARD.with("my_formula",
                "Exp(({X}|{Y}) - WeightedSqDist({G},{X},{Y}))", "({X}|{Y}) - WeightedSqDist({G},{X},{Y})");
        Pairwise log = (i, j) -> product(x, y).at(i, j) - squared(x, y, 0.7).at(i, j);
        KernelProduct own = KernelProduct.of(Kernel.of("my_formula(x,y)", formulas)).gamma(0.7);
        check(sums(map(log, Math::exp)), own, b);
        check(logSumExp(N, M, (i, j) -> log.at(i, j) + at(column, j)), own.mode("lse"), column);
        KernelProduct direct = KernelProduct.of(Kernel.ofFormulas(
                        "Exp((X_0|Y_0) - WeightedSqDist(G_0,X_0,Y_0))", "(X_0|Y_0) - WeightedSqDist(G_0,X_0,Y_0)"))
                .gamma(0.7);
        check(sums(map(log, Math::exp)), direct, b);
        check(sum(N, M, 1, (i, j, _) -> -log.at(i, j) * Math.exp(log.at(i, j) + at(si, i) + at(tj, j))),
                direct.mode("sinkhorn_cost"), si, tj);
    }

    @Test
    void reductionsAreMadeOnceAndCanBeSeen() {
        Kernel kernel = Kernel.of("gaussian(x,y) * linear(u,v)**2");
        KernelProduct product = KernelProduct.of(kernel).gammas(Gamma.of(0.7), Gamma.none());
        KernelCall call = product.prepare(List.of(x, u), List.of(y, v), b);
        assertEquals("Exp(-WeightedSqDist(G_0,X_0,Y_0)) * Square(X_1 | Y_1) * B",
                call.reduction().formula().toString());
        assertEquals(List.of("G_0", "X_0", "X_1", "Y_0", "Y_1", "B"),
                call.reduction().arguments().stream().map(argument -> argument.name()).toList());
        assertSame(x, call.arguments().get(1));
        assertSame(b, call.arguments().getLast());
        KernelCall again = product.prepare(List.of(x.rows(0, 2), u.rows(0, 2)), List.of(y, v), b);
        assertSame(call.reduction().formula(), again.reduction().formula());
    }

    @Test
    void float32AndEmptyAxes() {
        Tensor x32 = Numbers.tensor(1, DType.FLOAT32, N, 3);
        Tensor y32 = Numbers.tensor(2, DType.FLOAT32, M, 3);
        Tensor b32 = Numbers.tensor(5, DType.FLOAT32, M, 4);
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(0.5);
        Tensor result = product.call(x32, y32, b32);
        assertEquals(DType.FLOAT32, result.dtype());
        Compare.arrays(sums(map(squared(x, y, 0.5), r -> Math.exp(-r))), result.toDoubleArray(), 1e-5, "float32");
        assertArrayEquals(new double[N * 4],
                product.call(x32, y32.rows(0, 0), b32.rows(0, 0)).toDoubleArray());
        assertEquals(0, product.call(x32.rows(0, 0), y32, b32).count());
    }

    @Test
    void theDenseBackEndHasTwoNames() {
        assertEquals(Backend.REFERENCE, Backend.named("dense"));
        assertEquals(Backend.REFERENCE, Backend.named("pytorch"));
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(0.5);
        assertEquals(Backend.REFERENCE, product.backend("dense").prepare(List.of(x), List.of(y), b)
                .reduction().backend());
    }
}
