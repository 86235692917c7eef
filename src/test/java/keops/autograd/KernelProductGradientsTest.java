package keops.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import keops.Compare;
import keops.Gamma;
import keops.Kernel;
import keops.KernelGradients;
import keops.KernelMode;
import keops.KernelProduct;
import keops.Numbers;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Kernel products against their formulas, written densely with arrays (N, M) on a tape that knows nothing of symbolic
 * derivatives: values, gradients by every tensor, gammas included, and gradients of the squared norm of all gradients.
 */
class KernelProductGradientsTest {
    private static final int N = 4;
    private static final int M = 5;
    private static final int D = 3;
    private static final int E = 2;

    private static Tensor tensor(int seed, long... shape) {
        return Numbers.tensor(seed, DType.FLOAT64, shape);
    }

    private static Tensor positive(int seed, long... shape) {
        Tensor tensor = tensor(seed, shape);
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, 0.7 + 0.5 * tensor.doubleAt(k));
        }
        return tensor;
    }

    /** (N, M) of x - y weighted by g: a scalar, a diagonal or a matrix, fixed or one per j. */
    private static TapeVariable squared(TapeVariable g, TapeVariable x, TapeVariable y) {
        int dim = (int) x.shape()[1];
        TapeVariable difference = x.reshape(N, 1, dim).minus(y.reshape(1, M, dim));
        long rows = g.shape().length == 2 ? M : 1;
        long size = g.value().count() / rows;
        if (size == 1 || size == dim) {
            return difference.square().times(g.reshape(1, rows, size)).sum(2);
        }
        TapeVariable products = difference.reshape(N, M, dim, 1).times(difference.reshape(N, M, 1, dim));
        return products.times(g.reshape(1, rows, dim, dim)).sum(3).sum(2);
    }

    private static TapeVariable linear(TapeVariable x, TapeVariable y) {
        return x.reshape(N, 1, D).times(y.reshape(1, M, D)).sum(2);
    }

    /** A kernel by its formulas on arrays (N, M). */
    private interface Dense {
        TapeVariable of(List<TapeVariable> gammas, List<TapeVariable> x, List<TapeVariable> y);
    }

    /** What a product is called with. */
    private record Inputs(List<Tensor> gammas, List<Tensor> x, List<Tensor> y, List<Tensor> tensors) {
        List<Tensor> all() {
            return Stream.of(gammas, x, y, tensors).flatMap(List::stream).filter(t -> t != null).toList();
        }
    }

    private static TapeVariable column(TapeVariable j) {
        return j.reshape(1, M);
    }

    private static TapeVariable sum(TapeVariable k, TapeVariable b) {
        return k.matmul(b);
    }

    private static TapeVariable logSumExp(TapeVariable c) {
        return c.exp().sum(1).log().reshape(N, 1);
    }

    /** The formulas of the modes, from k and c = log k, and the tensors in the order of the page "Python API". */
    private static TapeVariable mode(KernelMode mode, TapeVariable k, TapeVariable c, List<TapeVariable> t) {
        return switch (mode) {
            case SUM -> sum(k, t.get(0));
            case LSE -> logSumExp(c.plus(column(t.get(0))));
            case LOG_SCALED -> sum(c.plus(t.get(1)).plus(column(t.get(2))).exp(), t.get(0));
            case LOG_SCALED_LSE -> logSumExp(c.plus(t.get(1)).plus(column(t.get(2))).plus(column(t.get(0))));
            case LOG_SCALED_BARYCENTER -> c.plus(t.get(1)).plus(column(t.get(2))).exp().reshape(N, M, 1)
                    .times(t.get(0).reshape(1, M, E).minus(t.get(3).reshape(N, 1, E))).sum(1);
            case LSE_MULT_I -> logSumExp(c.times(t.get(1)).plus(column(t.get(0))));
            case SINKHORN_COST -> c.negate().times(c.plus(t.get(0)).plus(column(t.get(1))).exp()).sum(1).reshape(N, 1);
            case SINKHORN_PRIMAL -> t.get(2).plus(column(t.get(3))).minus(1)
                    .times(c.plus(t.get(0)).plus(column(t.get(1))).exp()).sum(1).reshape(N, 1);
        };
    }

    private static List<Tensor> tensors(KernelMode mode) {
        Tensor b = tensor(5, M, E);
        Tensor scalars = tensor(6, M, 1);
        Tensor i = tensor(7, N, 1);
        Tensor j = tensor(8, M, 1);
        return switch (mode) {
            case SUM -> List.of(b);
            case LSE -> List.of(scalars);
            case LOG_SCALED -> List.of(b, i, j);
            case LOG_SCALED_LSE -> List.of(scalars, i, j);
            case LOG_SCALED_BARYCENTER -> List.of(b, i, j, tensor(9, N, E));
            case LSE_MULT_I -> List.of(scalars, i);
            case SINKHORN_COST -> List.of(i, j);
            case SINKHORN_PRIMAL -> List.of(i, j, tensor(9, N, 1), tensor(10, M, 1));
        };
    }

    private static void check(KernelProduct product, KernelMode mode, Dense log, Inputs in, Dense value) {
        KernelProduct inMode = product.mode(mode);
        try (Tape tape = new Tape(); Tape dense = new Tape()) {
            List<TapeVariable> denseVariables = in.all().stream().map(dense::variable).toList();
            Split d = new Split(in, denseVariables);
            TapeVariable k = value.of(d.gammas(), d.x(), d.y());
            TapeVariable c = mode == KernelMode.SUM ? k : log.of(d.gammas(), d.x(), d.y());
            TapeVariable expected = mode(mode, k, c, d.tensors());
            List<TapeVariable> variables = in.all().stream().map(tape::variable).toList();
            Split s = new Split(in, variables);
            TapeVariable actual = Reductions.kernelProduct(
                    inMode, s.gammas(), s.x(), s.y(), s.tensors().toArray(TapeVariable[]::new));
            Compare.arrays(expected.value().toDoubleArray(), actual.value().toDoubleArray(), 1e-12, mode + ": value");

            Tensor e = tensor(11, expected.shape());
            List<TapeVariable> first =
                    dense.pullback(expected, dense.constant(e), denseVariables.toArray(TapeVariable[]::new));
            List<TapeVariable> onTape = tape.pullback(actual, tape.constant(e), variables.toArray(TapeVariable[]::new));
            KernelGradients gradients = inMode.gamma(in.gammas().toArray(Tensor[]::new))
                    .gradients(Arena.ofAuto(), e, in.x(), in.y(), in.tensors().toArray());
            List<Tensor> direct = Stream.of(gradients.gammas(), gradients.x(), gradients.y(), gradients.tensors())
                    .flatMap(List::stream).filter(t -> t != null).toList();
            assertEquals(first.size(), direct.size());
            List<Tensor> second = dense.gradients(norm(first), denseVariables.toArray(TapeVariable[]::new));
            List<Tensor> secondOnTape = tape.gradients(norm(onTape), variables.toArray(TapeVariable[]::new));
            for (int n = 0; n < first.size(); n++) {
                double[] slope = first.get(n).value().toDoubleArray();
                Compare.arrays(slope, direct.get(n).toDoubleArray(), 1e-11, mode + ": gradient by tensor " + n);
                Compare.arrays(slope, onTape.get(n).value().toDoubleArray(), 1e-11, mode
                        + ": on the tape, by tensor " + n);
                double[] bend = second.get(n).toDoubleArray();
                assertArrayEquals(bend, secondOnTape.get(n).toDoubleArray(),
                        1e-10 * (1 + Arrays.stream(bend).map(Math::abs).max().orElse(0)),
                        mode + ": second order, by tensor " + n);
            }
        }
    }

    private static TapeVariable norm(List<TapeVariable> gradients) {
        return gradients.stream().map(gradient -> gradient.square().sum()).reduce(TapeVariable::plus).orElseThrow();
    }

    /** Variables in the place of tensors; null where there is no gamma. */
    private record Split(List<TapeVariable> gammas, List<TapeVariable> x, List<TapeVariable> y,
            List<TapeVariable> tensors) {
        Split(Inputs in, List<TapeVariable> all) {
            this(place(in.gammas(), in, all), place(in.x(), in, all), place(in.y(), in, all),
                    place(in.tensors(), in, all));
        }

        private static List<TapeVariable> place(List<Tensor> tensors, Inputs in, List<TapeVariable> all) {
            var placed = new ArrayList<TapeVariable>();
            tensors.forEach(tensor -> placed.add(tensor == null ? null : all.get(in.all().indexOf(tensor))));
            return placed;
        }
    }

    /** All modes, for a kernel on two pairs of variables with gammas of two forms. */
    @TestFactory
    Stream<DynamicTest> modes() {
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y) * cauchy(u,v)"));
        Dense log = (g, x, y) -> squared(g.get(0), x.get(0), y.get(0)).negate()
                .minus(squared(g.get(1), x.get(1), y.get(1)).plus(1).log());
        return Stream.of(KernelMode.values())
                .map(mode -> DynamicTest.dynamicTest(mode.text(), () -> check(product, mode, log,
                new Inputs(List.of(positive(20, 1), positive(21, M, 2)), List.of(tensor(1, N, D), tensor(2, N, 2)),
                        List.of(tensor(3, M, D), tensor(4, M, 2)), tensors(mode)),
                (g, x, y) -> log.of(g, x, y).exp())));
    }

    /** Every atomic kernel, with every form of gamma, in a sum and in a log-sum-exp. */
    @TestFactory
    Stream<DynamicTest> kernelsAndGammas() {
        Map<String, Dense> kernels = Map.of(
                "gaussian", (g, x, y) -> squared(g.get(0), x.get(0), y.get(0)).negate().exp(),
                "laplacian", (g, x, y) -> squared(g.get(0), x.get(0), y.get(0)).sqrt().negate().exp(),
                "cauchy", (g, x, y) -> squared(g.get(0), x.get(0), y.get(0)).plus(1).inverse(),
                "inverse_multiquadric", (g, x, y) -> squared(g.get(0), x.get(0), y.get(0)).plus(1).rsqrt(),
                "distance", (g, x, y) -> squared(g.get(0), x.get(0), y.get(0)).sqrt());
        Tensor matrix = Tensor.vector(DType.FLOAT64, 1, 0.25, 0, 0.25, 2, -0.5, 0, -0.5, 0.75);
        Tensor matrices = tensor(24, M, 9);
        for (long k = 0; k < matrices.count(); k++) {
            matrices.setDoubleAt(k, 0.1 * matrices.doubleAt(k) + matrix.doubleAt(k % 9));
        }
        List<Tensor> gammas =
                List.of(positive(20, 1), positive(21, D), matrix, positive(22, M, 1), positive(23, M, D), matrices);
        return kernels.entrySet().stream().flatMap(kernel -> gammas.stream().map(gamma ->
                DynamicTest.dynamicTest(kernel.getKey() + ", gamma " + gamma.description(), () -> {
                    KernelProduct product = KernelProduct.of(Kernel.of(kernel.getKey() + "(x,y)"));
                    for (KernelMode mode : List.of(KernelMode.SUM, KernelMode.LSE)) {
                        check(product, mode, (g, x, y) -> kernel.getValue().of(g, x, y).log(),
                                new Inputs(List.of(gamma), List.of(tensor(1, N, D)), List.of(tensor(3, M, D)),
                                        tensors(mode)), kernel.getValue());
                    }
                })));
    }

    @Test
    void linearHasNoGamma() {
        Dense value = (_, x, y) -> linear(x.getFirst(), y.getFirst());
        KernelProduct product = KernelProduct.of(Kernel.of("linear(x,y)"));
        List<Tensor> x = List.of(tensor(1, N, D));
        List<Tensor> y = List.of(tensor(3, M, D));
        for (KernelMode mode : List.of(KernelMode.SUM, KernelMode.LSE)) {
            check(product, mode, (g, a, b) -> value.of(g, a, b).square().plus(1e-8).log().times(0.5),
                    new Inputs(Arrays.asList((Tensor) null), x, y, tensors(mode)), value);
        }
        assertNull(product.gradients(Arena.ofAuto(), tensor(4, N, E), x, y, tensor(5, M, E)).gammas().getFirst());
    }

    @Test
    void gammasPerIAndNumbers() {
        Tensor perI = positive(20, N, 1);
        Tensor x = tensor(1, N, D);
        Tensor y = tensor(3, M, D);
        Tensor b = tensor(5, M, E);
        Tensor e = tensor(4, N, E);
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)"));
        KernelGradients gradients = product.gammas(Gamma.perI(perI)).backend(Backend.REFERENCE)
                .gradients(Arena.ofAuto(), e, x, y, b);
        try (Tape tape = new Tape()) {
            TapeVariable g = tape.variable(perI);
            TapeVariable k = squared(tape.constant(Tensor.vector(DType.FLOAT64, 1)), tape.constant(x), tape.constant(y))
                    .times(g).negate().exp();
            double[] expected = tape.pullback(k.matmul(tape.constant(b)), tape.constant(e), g).getFirst().value()
                    .toDoubleArray();
            Compare.arrays(expected, gradients.gammas().getFirst().toDoubleArray(), 1e-12, "gamma per i");
            TapeVariable onTape = Reductions.of(product.gammas(Gamma.perI(perI)).prepare(List.of(x), List.of(y), b), g);
            Compare.arrays(expected, tape.pullback(onTape, tape.constant(e), g).getFirst().value()
                    .toDoubleArray(), 1e-12, "gamma per i on the tape");
        }
        assertArrayEquals(new long[] {1},
                product.gamma(0.5).gradients(Arena.ofAuto(), e, x, y, b).gammas().getFirst().shape());
    }
}
