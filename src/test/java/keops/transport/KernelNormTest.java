package keops.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.tensor.DType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Kernel norms beside double sums. */
class KernelNormTest {
    private final Random random = new Random(2);

    /** A norm and its kernel as a function of the distance. */
    private record Case(KernelNorm norm, DoubleUnaryOperator kernel) {
        double value(MadeCloud x, MadeCloud y) {
            return sum(x, x) / 2 - sum(x, y) + sum(y, y) / 2;
        }

        private double sum(MadeCloud x, MadeCloud y) {
            double sum = 0;
            for (int i = 0; i < x.weights().length; i++) {
                for (int j = 0; j < y.weights().length; j++) {
                    double r = DenseTransport.cost(x.points()[i], y.points()[j], 1);
                    sum += x.weights()[i] * y.weights()[j] * kernel.applyAsDouble(r);
                }
            }
            return sum;
        }
    }

    private static List<Case> cases() {
        return List.of(new Case(KernelNorm.energy(), r -> -r),
                new Case(KernelNorm.gaussian(0.3), r -> Math.exp(-r * r / (2 * 0.09))),
                new Case(KernelNorm.laplacian(0.3), r -> Math.exp(-r / 0.3)));
    }

    @TestFactory
    Stream<DynamicTest> valuesAndGradientsAreThoseOfDoubleSums() {
        return cases().stream().map(c -> DynamicTest.dynamicTest(c.norm.toString(), () -> {
            for (int size : List.of(1, 17)) {
                MadeCloud x = MadeCloud.of(random, size, 3, 0.9);
                MadeCloud y = MadeCloud.of(random, 25, 3, 0.9);
                LossGradients gradients = c.norm.gradients(x.cloud(), y.cloud());
                assertEquals(c.value(x, y), gradients.value(), 1e-13);
                assertEquals(c.value(x, y), c.norm.value(x.cloud(), y.cloud()), 1e-13);
                assertEquals(c.value(x, y), c.norm.value(x.cloud(DType.FLOAT32), y.cloud(DType.FLOAT32)), 1e-6);
                double h = 1e-6;
                assertEquals((c.value(x.moved(0, 1, h), y) - c.value(x.moved(0, 1, -h), y)) / (2 * h),
                        gradients.firstPoints().getDouble(0, 1), 1e-8);
                assertEquals((c.value(x, y.moved(7, 2, h)) - c.value(x, y.moved(7, 2, -h))) / (2 * h),
                        gradients.secondPoints().getDouble(7, 2), 1e-8);
                assertEquals((c.value(x, y.weighted(3, 7, h)) - c.value(x, y.weighted(3, 7, -h))) / (2 * h),
                        gradients.secondWeights().getDouble(7) - gradients.secondWeights().getDouble(3), 1e-8);
                if (size > 1) {
                    assertEquals((c.value(x.weighted(3, 7, h), y) - c.value(x.weighted(3, 7, -h), y)) / (2 * h),
                            gradients.firstWeights().getDouble(7) - gradients.firstWeights().getDouble(3), 1e-8);
                }
            }
        }));
    }

    @Test
    void normsArePositiveAndZeroForEqualClouds() {
        for (Case c : cases()) {
            MadeCloud x = MadeCloud.of(random, 50, 2, 1);
            MadeCloud y = MadeCloud.of(random, 60, 2, 1);
            assertTrue(c.norm.value(x.cloud(), y.cloud()) > 1e-4);
            LossGradients same = c.norm.gradients(x.cloud(), x.cloud());
            assertEquals(0, same.value(), 1e-14);
            for (double slope : same.firstPoints().toDoubleArray()) {
                assertEquals(0, slope, 1e-14);
            }
        }
    }

    @Test
    void theEnergyDistanceNeedsEqualMassesAndOthersDoNot() {
        PointCloud one = MadeCloud.of(random, 5, 2, 1).cloud();
        PointCloud two = MadeCloud.of(random, 5, 2, 2).cloud();
        FormulaException e = assertThrows(FormulaException.class, () -> KernelNorm.energy().value(one, two));
        assertEquals("the energy distance needs clouds of one mass, but their weights have the sums 1.00000"
                + " and 2.00000: scale them", e.getMessage());
        assertTrue(KernelNorm.gaussian(1).value(one, two) > 0);
    }

    @Test
    void scalesAreAboveZero() {
        for (double sigma : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(FormulaException.class, () -> KernelNorm.gaussian(sigma));
            assertThrows(FormulaException.class, () -> KernelNorm.laplacian(sigma));
        }
    }
}
