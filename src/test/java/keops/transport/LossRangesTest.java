package keops.transport;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import keops.error.FormulaException;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** Losses where blur, reach, scales, weights or coordinates are tiny or huge: the right number, or a refusal. */
class LossRangesTest {
    private static final double[][] POINTS = {{0}, {1}};
    private static final double[][] OTHERS = {{0.2}, {1.1}};

    private final Random random = new Random(5);

    private static void refused(String message, Runnable call) {
        String came = assertThrows(FormulaException.class, call::run).getMessage();
        assertTrue(came.contains(message), came);
    }

    private static double[] all(LossGradients gradients) {
        return Numbers.joined(
                Numbers.joined(gradients.firstPoints().toDoubleArray(), gradients.firstWeights().toDoubleArray()),
                Numbers.joined(gradients.secondPoints().toDoubleArray(), gradients.secondWeights().toDoubleArray()));
    }

    @Test
    void aLargeBlurGivesTheNormInBothTypes() {
        MadeCloud x = MadeCloud.of(random, 40, 2, 1);
        MadeCloud y = MadeCloud.of(random, 30, 2, 1);
        PointCloud a = x.cloud();
        PointCloud b = y.cloud();
        LossGradients norm = KernelNorm.energy().gradients(a, b);
        for (double blur : List.of(1e6, 1e8, 1e30, 1e200)) {
            for (int p = 1; p <= 2; p++) {
                SinkhornDivergence loss = SinkhornDivergence.ofBlur(blur).exponent(p);
                double expected = p == 1 ? norm.value() : halfSquareOfMeans(x, y);
                assertEquals(expected, loss.value(a, b), 1e-6, () -> loss.toString());
                assertEquals(expected, loss.value(x.cloud(DType.FLOAT32), y.cloud(DType.FLOAT32)), 1e-6,
                        () -> loss.toString());
            }
            LossGradients came = SinkhornDivergence.ofBlur(blur).exponent(1).gradients(a, b);
            assertArrayEquals(all(SinkhornDivergence.ofBlur(1e6).exponent(1).gradients(a, b)), all(came), 1e-6);
            assertArrayEquals(norm.firstPoints().toDoubleArray(), came.firstPoints().toDoubleArray(), 1e-6);
        }
    }

    /** Half the squared norm of the kernel {@code -|x - y|^2 / 2}. */
    private static double halfSquareOfMeans(MadeCloud x, MadeCloud y) {
        double squares = 0;
        for (int axis = 0; axis < 2; axis++) {
            double difference = 0;
            for (int i = 0; i < x.weights().length; i++) {
                difference += x.weights()[i] * x.points()[i][axis];
            }
            for (int j = 0; j < y.weights().length; j++) {
                difference -= y.weights()[j] * y.points()[j][axis];
            }
            squares += difference * difference;
        }
        return squares / 2;
    }

    @Test
    void valuesAreThoseOfDenseComputationsWhereTheBlurIsAboveTheDiameter() {
        for (double blur : List.of(2.0, 4.0, 30.0)) {
            for (int p = 1; p <= 2; p++) {
                for (double mass : List.of(1.0, 3.0)) {
                    MadeCloud x = MadeCloud.of(random, 9, 2, mass);
                    MadeCloud y = MadeCloud.of(random, 7, 2, mass);
                    double expected = DenseTransport.divergence(x.points(), x.weights(), y.points(), y.weights(), p,
                            Math.pow(blur, p), Double.POSITIVE_INFINITY, 100);
                    SinkhornDivergence loss = SinkhornDivergence.ofBlur(blur).exponent(p).tolerance(1e-12);
                    assertEquals(expected, loss.value(x.cloud(), y.cloud()), 1e-11);
                    assertEquals(expected, loss.tolerance(1e-5).value(x.cloud(DType.FLOAT32), y.cloud(DType.FLOAT32)),
                            mass == 1 ? 1e-6 : 1e-5);
                    double one = SinkhornDivergence.ofBlur(blur).exponent(p).debiased(false).reach(2)
                            .tolerance(1e-12).value(x.cloud(), y.cloud());
                    assertEquals(DenseTransport.solve(x.points(), x.weights(), y.points(), y.weights(), p,
                            Math.pow(blur, p), Math.pow(2, p), 1000).cost(), one, 1e-9);
                }
            }
        }
    }

    @Test
    void aReachBeyondAllNumbersStillNeedsEqualMasses() {
        PointCloud one = PointCloud.of(POINTS, new double[] {0.5, 0.5});
        PointCloud five = PointCloud.of(POINTS, new double[] {2.5, 2.5});
        refused("scale them, or set a lesser reach",
                () -> SinkhornDivergence.ofBlur(0.1).reach(1e200).value(one, five));
        PointCloud other = PointCloud.of(OTHERS);
        assertEquals(SinkhornDivergence.ofBlur(0.1).value(one, other),
                SinkhornDivergence.ofBlur(0.1).reach(1e200).value(one, other));
        refused("the reach 1.0E-200 is too small beside the diameter",
                () -> SinkhornDivergence.ofBlur(0.1).reach(1e-200).value(one, other));
    }

    @Test
    void aBlurThatIsNothingBesideTheDiameterIsRefused() {
        PointCloud x = PointCloud.of(new double[][] {{0}, {1}, {0.2}}, new double[] {0.5, 0.5, 0});
        PointCloud y = PointCloud.of(OTHERS);
        for (double blur : List.of(1e-16, 1e-170, 1e-300)) {
            refused("the blur " + blur + " is too small beside the diameter 1.10 of the clouds",
                    () -> SinkhornDivergence.ofBlur(blur).gradients(x, y));
        }
        refused("the blur 1.0E-300 is too small", () -> SinkhornDivergence.ofBlur(1e-300).exponent(1).value(x, y));
        refused("the blur 1.0E200 is too large",
                () -> SinkhornDivergence.ofBlur(1e200).reach(1).value(x, y));
        PointCloud point = PointCloud.of(new double[][] {{3}, {3}});
        for (double blur : List.of(1e-300, 1e-20, 1.0, 1e100)) {
            assertEquals(0, SinkhornDivergence.ofBlur(blur).value(point, point), 1e-15 * blur * blur);
        }
    }

    @Test
    void aValueThatIsNoFiniteNumberIsRefused() {
        PointCloud far = PointCloud.of(new double[][] {{1e200}, {-1e200}});
        refused("the value is no finite number, for a diameter of 2.00e+200",
                () -> SinkhornDivergence.ofBlur(1e199).gradients(far, far));
        PointCloud heavy = PointCloud.of(POINTS, new double[] {1e300, 1e300});
        refused("the value is no finite number", () -> SinkhornDivergence.ofBlur(1).debiased(false)
                .gradients(heavy, heavy));
        refused("the value is no finite number", () -> KernelNorm.gaussian(1)
                .value(heavy, PointCloud.of(OTHERS, new double[] {1e300, 1e300})));
    }

    @Test
    void kernelNormsHoldFarAndNearPointsAndHeavyAndLightWeights() {
        MadeCloud x = MadeCloud.of(random, 12, 2, 1);
        MadeCloud y = MadeCloud.of(random, 9, 2, 1);
        double sigma = 0.3;
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            double tolerance = dtype == DType.FLOAT32 ? 2e-6 : 1e-13;
            for (double unit : dtype == DType.FLOAT32 ? List.of(1e-30, 1e30) : List.of(1e-150, 1e150)) {
                PointCloud a = scaled(x, unit).cloud(dtype);
                PointCloud b = scaled(y, unit).cloud(dtype);
                KernelNorm energy = KernelNorm.energy();
                KernelNorm laplacian = KernelNorm.laplacian(sigma * unit);
                KernelNorm gaussian = KernelNorm.gaussian(sigma * unit);
                assertEquals(energy.value(x.cloud(), y.cloud()), energy.value(a, b) / unit, tolerance);
                assertEquals(KernelNorm.laplacian(sigma).value(x.cloud(), y.cloud()), laplacian.value(a, b),
                        tolerance);
                assertEquals(KernelNorm.gaussian(sigma).value(x.cloud(), y.cloud()), gaussian.value(a, b), tolerance);
                assertEquals(KernelNorm.gaussian(sigma).gradients(x.cloud(), y.cloud()).firstPoints().doubleAt(3),
                        gaussian.gradients(a, b).firstPoints().doubleAt(3) * unit, tolerance);
            }
        }
        PointCloud outlier = PointCloud.of(new float[][] {{0}, {1}, {1e30f}}, new float[] {0.5f, 0.5f, 1e-5f});
        PointCloud none = PointCloud.of(new float[][] {{0}, {1}}, new float[] {0.5f, 0.5f});
        PointCloud near = PointCloud.of(new float[][] {{0.2f}, {1.1f}});
        assertEquals(KernelNorm.gaussian(1).value(none, near), KernelNorm.gaussian(1).value(outlier, near), 1e-6);
        assertEquals(KernelNorm.laplacian(1).value(none, near), KernelNorm.laplacian(1).value(outlier, near), 1e-6);
        PointCloud far = PointCloud.of(new float[][] {{0}, {1}, {1e20f}}, new float[] {0.5f, 0.5f, 1e-5f});
        assertEquals(-0.25, KernelNorm.energy().gradients(far, near).firstPoints().doubleAt(0), 1e-4);
        for (double weight : List.of(1e-100, 1e100)) {
            PointCloud a = PointCloud.of(new float[][] {{0}, {1}}, new double[] {weight, weight});
            PointCloud b = PointCloud.of(new float[][] {{0}, {2}}, new double[] {weight, weight});
            LossGradients came = KernelNorm.energy().gradients(a, b);
            assertEquals(1, came.value() / weight / weight, 1e-6);
            assertEquals(1, came.firstWeights().doubleAt(0) / weight, 1e-6);
        }
    }

    private static MadeCloud scaled(MadeCloud cloud, double by) {
        double[][] points = new double[cloud.points().length][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {cloud.points()[i][0] * by, cloud.points()[i][1] * by};
        }
        return new MadeCloud(points, cloud.weights());
    }

    @Test
    void scalesWhoseInverseIsNoNumberAreRefused() {
        refused("sigma is too small, 1.0E-200", () -> KernelNorm.gaussian(1e-200));
        refused("sigma is too large, 1.0E200", () -> KernelNorm.gaussian(1e200));
        refused("sigma is too small, 4.9E-324", () -> KernelNorm.laplacian(Double.MIN_VALUE));
        refused("sigma is too small beside the points for float32", () -> KernelNorm.gaussian(1e-30)
                .value(PointCloud.of(new float[][] {{0}, {1e10f}}), PointCloud.of(new float[][] {{2}})));
    }
}
