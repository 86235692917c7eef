package keops.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Derivatives on a tape where functions choose, or have kinks or poles. */
class TapeEdgesTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static double[] slopes(DType dtype, UnaryOperator<TapeVariable> f, double... x) {
        try (Tape tape = new Tape()) {
            TapeVariable v = tape.variable(Tensor.vector(dtype, x));
            return tape.gradients(f.apply(v).sum(), v).getFirst().toDoubleArray();
        }
    }

    /** The gradient of the sum of the gradient, with other weights. */
    private static double[] second(UnaryOperator<TapeVariable> f, double... x) {
        try (Tape tape = new Tape()) {
            TapeVariable v = tape.variable(Tensor.vector(DType.FLOAT64, x));
            TapeVariable first = tape.differentiableGradients(f.apply(v).sum(), v).getFirst();
            return tape.gradients(first.times(2).sum(), v).getFirst().toDoubleArray();
        }
    }

    /** What is not chosen has slope 0, and what is chosen its own. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Choice(String name, UnaryOperator<TapeVariable> f, double[] x, double[] gradient,
            double[] curvature) {
        DynamicTest test() {
            return DynamicTest.dynamicTest(name, () -> {
                assertArrayEquals(gradient, slopes(DType.FLOAT64, f, x), 1e-12);
                assertArrayEquals(gradient, slopes(DType.FLOAT32, f, x), 1e-5);
                double[] expected = curvature.clone();
                for (int k = 0; k < expected.length; k++) {
                    expected[k] *= 2;
                }
                assertArrayEquals(expected, second(f, x), 1e-12);
            });
        }
    }

    private static Choice choice(String name, UnaryOperator<TapeVariable> f, double[] x, double[] gradient,
            double... curvature) {
        return new Choice(name, f, x, gradient, curvature);
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotChosenHasNoPart() {
        double[] x = {0, 0.5, 2};
        return Stream.of(
                choice("relu of 1 - 1/x", v -> v.inverse().negate().plus(1).relu(), x,
                        new double[] {0, 0, 0.25}, 0, 0, -0.25),
                choice("relu of a logarithm", v -> v.log().relu(), x, new double[] {0, 0, 0.5}, 0, 0, -0.25),
                choice("clamp of a logarithm", v -> v.log().clamp(-0.7, 0.5), x, new double[] {0, 2, 0}, 0, -4, 0),
                choice("clamp of what is infinite above", v -> v.inverse().clamp(0, 1), x,
                        new double[] {0, 0, -0.25}, 0, 0, 0.25),
                choice("further back", v -> v.log().times(3).minus(v.detached()).exp().inverse().negate()
                        .plus(1e-3).relu(), new double[] {0}, new double[] {0}, 0),
                choice("a sum", v -> v.log().reshape(1, 3).sum(1).relu(), x, new double[] {0, 0, 0}, 0, 0, 0),
                choice("a repeated column", v -> v.log().reshape(3, 1).plus(v.log().detached()).relu().sumTo(3, 1)
                        .slice(0, 2, 3), x, new double[] {0, 0, 1}, 0, 0, -0.5),
                choice("a repeated number", v -> v.sum().times(v.detached().inverse()).clamp(-10, 2), x,
                        new double[] {0.5, 0.5, 0.5}, 0, 0, 0),
                choice("rows that were taken", v -> v.log().gather(Tensor.of(new long[] {2, 1, 2})), x,
                        new double[] {0, 2, 1}, 0, -4, -0.5),
                choice("a slice", v -> v.log().slice(0, 1, 3), x, new double[] {0, 2, 0.5}, 0, -4, -0.25),
                choice("a slice of a concatenation", v -> v.log().concat(0, v).slice(0, 1, 4), x,
                        new double[] {1, 2, 0.5}, 0, -4, -0.25),
                choice("a matrix", v -> v.log().reshape(3, 1).transpose().slice(1, 1, 3), x,
                        new double[] {0, 2, 0.5}, 0, -4, -0.25))
                .map(Choice::test);
    }

    /** What counts by one way counts, whatever other ways say. */
    @Test
    void whatCountsIsInfiniteWhereItIs() {
        assertEquals(INF, slopes(DType.FLOAT64, TapeVariable::log, 0)[0]);
        assertEquals(INF, slopes(DType.FLOAT64, v -> {
            TapeVariable log = v.log();
            return log.plus(log.relu());
        }, 0)[0]);
        assertTrue(Double.isNaN(slopes(DType.FLOAT64, v -> v.log().times(0), 0)[0]));
        assertTrue(Double.isNaN(slopes(DType.FLOAT64, v -> v.log().relu(), Double.NaN)[0]));
    }

    @Test
    void slopesOfRootsCountAsZero() {
        for (DType dtype : new DType[] {DType.FLOAT32, DType.FLOAT64}) {
            assertArrayEquals(new double[] {0, 0.25}, slopes(dtype, TapeVariable::sqrt, 0, 4));
            assertArrayEquals(new double[] {0, 0.25}, slopes(dtype, v -> v.pow(0.5), 0, 4));
            assertArrayEquals(new double[] {0, -1 / 16.0}, slopes(dtype, TapeVariable::rsqrt, 0, 4), 1e-300);
            assertArrayEquals(new double[] {0, -1 / 16.0}, slopes(dtype, v -> v.pow(-0.5), 0, 4), 1e-300);
            assertArrayEquals(new double[] {0, 1 / 12.0}, slopes(dtype, v -> v.pow(1 / 3.0), 0, 8), 1e-8);
            assertArrayEquals(new double[] {0, 0, 0}, slopes(dtype, v -> v.reshape(1, 3).norm(1), 0, 0, 0));
            assertArrayEquals(new double[] {0, 3}, slopes(dtype, v -> v.pow(1.5), 0, 4));
            assertArrayEquals(new double[] {0, -1, 1}, slopes(dtype, TapeVariable::abs, 0, -3, 2));
        }
        try (Tape tape = new Tape()) {
            TapeVariable zero = tape.variable(Tensor.vector(DType.FLOAT64, 0, 4));
            assertArrayEquals(new double[] {0, 0.5}, zero.pow(-0.5).value().toDoubleArray());
        }
    }

    /** Infinite or NaN, where a 0 would look like an answer. */
    @TestFactory
    Stream<DynamicTest> secondDerivativesAtZeroAreNoPlausibleNumbers() {
        UnaryOperator<TapeVariable> norm = v -> v.reshape(1, 2).norm(1);
        return Stream.<UnaryOperator<TapeVariable>>of(
                        TapeVariable::sqrt, TapeVariable::rsqrt, v -> v.pow(0.5), v -> v.pow(-0.5), v -> v.pow(1.5),
                        v -> v.pow(0.3), v -> v.pow(1.7), TapeVariable::abs, v -> v.abs().negate().exp(), norm,
                        v -> norm.apply(v).negate().exp(),
                        v -> norm.apply(v).plus(1).times(norm.apply(v).negate().exp()),
                        v -> v.square().sqrt().plus(1).times(v.square().sqrt().negate().exp()))
                .map(f -> DynamicTest.dynamicTest("at 0", () -> {
                    for (double second : second(f, 0, 0)) {
                        assertTrue(!Double.isFinite(second), () -> "" + second);
                    }
                    for (double second : second(f, 0.5, 2)) {
                        assertTrue(Double.isFinite(second), () -> "" + second);
                    }
                }));
    }
}
