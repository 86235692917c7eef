package keops.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;
import keops.transport.GeometricLoss;
import keops.transport.KernelNorm;
import keops.transport.LossGradients;
import keops.transport.PointCloud;
import keops.transport.SinkhornDivergence;
import org.junit.jupiter.api.Test;

/** Losses between clouds on the tape. */
class LossesTest {
    private static final List<GeometricLoss> LOSSES = List.of(KernelNorm.energy(), KernelNorm.gaussian(0.5),
            KernelNorm.laplacian(0.5), SinkhornDivergence.ofBlur(0.3).tolerance(1e-8).steps(5000),
            SinkhornDivergence.ofBlur(0.3).exponent(1).reach(0.4).tolerance(1e-8));

    private final Random random = new Random(5);
    private final Tensor x = Tensor.of(random.doubles(20).toArray(), 10, 2);
    private final Tensor y = Tensor.of(random.doubles(16).toArray(), 8, 2);
    private final Tensor a = weights(10);
    private final Tensor b = weights(8);

    private Tensor weights(int size) {
        double[] weights = random.doubles(size, 0.5, 1).toArray();
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, k -> weights[k] / sum);
        return Tensor.of(weights);
    }

    @Test
    void gradientsAreThoseOfTheLoss() {
        for (GeometricLoss loss : LOSSES) {
            LossGradients expected = loss.gradients(PointCloud.of(x, a), PointCloud.of(y, b));
            try (Tape tape = new Tape()) {
                TapeVariable[] v = {tape.variable(x), tape.variable(a), tape.variable(y), tape.variable(b)};
                TapeVariable value = Losses.of(loss, v[0], v[1], v[2], v[3]);
                assertEquals(expected.value(), value.item(), 1e-12);
                value.times(3).backward();
                Tensor[] slopes = {expected.firstPoints(), expected.firstWeights(), expected.secondPoints(),
                        expected.secondWeights()};
                for (int k = 0; k < v.length; k++) {
                    for (long n = 0; n < slopes[k].count(); n++) {
                        assertEquals(3 * slopes[k].doubleAt(n), v[k].gradient().doubleAt(n), 1e-12);
                    }
                }
            }
        }
    }

    @Test
    void aLossIsPartOfALargerComputation() {
        for (GeometricLoss loss : LOSSES) {
            double slope;
            try (Tape tape = new Tape()) {
                TapeVariable s = tape.variable(Tensor.vector(DType.FLOAT64, 1.1).reshape(1));
                TapeVariable total = total(tape, loss, s);
                total.backward();
                slope = s.gradient().doubleAt(0);
            }
            assertEquals((total(loss, 1.1 + 1e-5) - total(loss, 1.1 - 1e-5)) / 2e-5, slope, 1e-6);
        }
    }

    private double total(GeometricLoss loss, double s) {
        try (Tape tape = new Tape()) {
            return total(tape, loss, tape.constant(Tensor.vector(DType.FLOAT64, s).reshape(1))).item();
        }
    }

    /** Of points scaled by s, and squared. */
    private TapeVariable total(Tape tape, GeometricLoss loss, TapeVariable s) {
        return Losses.of(loss, tape.constant(x).times(s), tape.constant(y)).square().plus(s.sum());
    }

    @Test
    void kernelNormsHaveSecondDerivativesAndSinkhornDivergencesRefuseThem() {
        for (KernelNorm kernel : List.of(KernelNorm.gaussian(0.5), KernelNorm.laplacian(0.5), KernelNorm.energy())) {
            try (Tape tape = new Tape()) {
                TapeVariable points = tape.variable(x);
                TapeVariable norm = Losses.of(kernel, points, tape.constant(y));
                TapeVariable slope = tape.differentiableGradients(norm, points).getFirst();
                Tensor second = tape.gradients(slope.square().sum(), points).getFirst();
                assertEquals((squares(kernel, 1e-5) - squares(kernel, -1e-5)) / 2e-5, second.doubleAt(3), 1e-7,
                        kernel::toString);
            }
        }
        try (Tape tape = new Tape()) {
            TapeVariable points = tape.variable(x);
            TapeVariable divergence = Losses.of(SinkhornDivergence.ofBlur(0.3), points, tape.constant(y));
            TapeVariable first = tape.differentiableGradients(divergence, points).getFirst();
            FormulaException e = assertThrows(FormulaException.class,
                    () -> tape.gradients(first.square().sum(), points));
            assertTrue(e.getMessage().contains("can be differentiated once"), e.getMessage());
        }
    }

    private double squares(KernelNorm kernel, double by) {
        try (Tape tape = new Tape()) {
            double[] moved = x.toDoubleArray();
            moved[3] += by;
            TapeVariable points = tape.variable(Tensor.of(moved, 10, 2));
            TapeVariable norm = Losses.of(kernel, points, tape.constant(y));
            return tape.differentiableGradients(norm, points).getFirst().square().sum().item();
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        try (Tape tape = new Tape()) {
            TapeVariable points = tape.variable(x);
            TapeVariable narrow = tape.constant(Tensor.of(new float[16], 8, 2));
            for (GeometricLoss loss : LOSSES) {
                assertThrows(FormulaException.class, () -> Losses.of(loss, points, narrow));
                assertThrows(FormulaException.class, () -> Losses.of(loss, points, points.sum()));
                assertThrows(FormulaException.class,
                        () -> Losses.of(loss, points, tape.constant(a).negate(), points, tape.constant(a)));
            }
        }
    }
}
