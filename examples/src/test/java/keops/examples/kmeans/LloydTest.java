package keops.examples.kmeans;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LloydTest {
    @Test
    void inertiaFallsUntilNothingChangesInThePlane() {
        falls(Blobs.inPlane(2000, new Random(1)), false);
    }

    @Test
    void inertiaFallsUntilNothingChangesOnTheSphere() {
        falls(Blobs.onSphere(2000, new Random(2)), true);
    }

    @Test
    void inertiaFallsForPointsOfDifferentWeights() {
        double[] weights = new Random(5).doubles(2000).map(w -> w < 0.2 ? 0 : w).toArray();
        falls(Blobs.inPlane(2000, new Random(6)), weights, false);
        falls(Blobs.onSphere(2000, new Random(7)), weights, true);
    }

    private static void falls(Tensor points, boolean isSphere) {
        double[] weights = new double[(int) points.size(0)];
        Arrays.fill(weights, 1);
        falls(points, weights, isSphere);
    }

    private static void falls(Tensor points, double[] weights, boolean isSphere) {
        var lloyd = new Lloyd(points, weights, 9, isSphere, new Random(3));
        int rounds = 1;
        while (lloyd.round()) {
            assertTrue(rounds++ < 300, "it does not end");
        }
        List<Double> inertia = lloyd.inertia();
        for (int k = 1; k < inertia.size(); k++) {
            assertTrue(inertia.get(k) <= inertia.get(k - 1) * (1 + 1e-6), "round " + k + " of " + inertia);
        }
        assertTrue(inertia.getLast() < 0.8 * inertia.getFirst(), inertia.toString());
        assertFalse(lloyd.round(), "and stays");
        isOptimal(points, weights, lloyd, isSphere);
    }

    /** Each point has the nearest centre, and each centre is the weighted mean of its points. */
    private static void isOptimal(Tensor points, double[] weights, Lloyd lloyd, boolean isSphere) {
        double[][] x = points.toMatrix();
        double[][] centres = lloyd.centres().toMatrix();
        int dimension = x[0].length;
        double[][] means = new double[centres.length][dimension];
        double[] counts = new double[centres.length];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double smallest = Double.POSITIVE_INFINITY;
            for (double[] centre : centres) {
                smallest = Math.min(smallest, squaredDistance(x[i], centre));
            }
            int label = (int) lloyd.labels().longAt(i);
            assertEquals(smallest, squaredDistance(x[i], centres[label]), 1e-6);
            sum += weights[i] * smallest;
            counts[label] += weights[i];
            for (int d = 0; d < dimension; d++) {
                means[label][d] += weights[i] * x[i][d];
            }
        }
        assertEquals(sum / Arrays.stream(weights).sum(), lloyd.inertia().getLast(), 1e-6);
        for (int k = 0; k < centres.length; k++) {
            double divisor = isSphere ? Math.sqrt(squaredDistance(means[k], new double[dimension])) : counts[k];
            for (int d = 0; d < dimension && counts[k] > 0; d++) {
                assertEquals(means[k][d] / divisor, centres[k][d], 1e-5);
            }
        }
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }

    @Test
    void pointsOnTheSphereHaveLengthOne() {
        for (double[] point : Blobs.onSphere(100, new Random(4)).toMatrix()) {
            assertEquals(1, squaredDistance(point, new double[3]), 1e-6);
        }
    }
}
