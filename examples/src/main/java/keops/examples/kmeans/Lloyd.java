package keops.examples.kmeans;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import keops.Genred;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/** Lloyd's algorithm: a round gives each point to its nearest centre, and moves the centres to their means. */
final class Lloyd {
    private final Tensor points;
    private final boolean isSphere;
    private final Genred nearest;
    private final float[][] centres;
    private final List<Double> inertia = new ArrayList<>();
    private long[] labels = {};

    /**
     * Begins at random points.
     *
     * @param points the points, float32 (N, D)
     * @param clusters the number of centres
     * @param isSphere whether centres are moved to the directions of means, since the points have length 1
     */
    Lloyd(Tensor points, int clusters, boolean isSphere, Random random) {
        this.points = points;
        this.isSphere = isSphere;
        int dimension = (int) points.size(1);
        nearest = Genred.of("SqDist(x,c)", "x = Vi(" + dimension + ")", "c = Vj(" + dimension + ")")
                .reduction(Reduction.MIN_ARG_MIN)
                .overJ()
                .build();
        centres = new float[clusters][dimension];
        for (float[] centre : centres) {
            long i = random.nextLong(points.size(0));
            for (int d = 0; d < dimension; d++) {
                centre[d] = (float) points.getDouble(i, d);
            }
        }
    }

    /** Makes a round; it returns whether a point has another centre than before. */
    boolean round() {
        List<Tensor> found = nearest.callAll(points, Tensor.of(centres));
        long[] next = found.get(1).toLongArray();
        boolean isChanged = !Arrays.equals(next, labels);
        labels = next;
        double sum = 0;
        for (float squaredDistance : found.get(0).toFloatArray()) {
            sum += squaredDistance;
        }
        inertia.add(sum / labels.length);
        moveCentres();
        return isChanged;
    }

    /** A centre without points stays where it is. */
    private void moveCentres() {
        int dimension = centres[0].length;
        float[] x = points.toFloatArray();
        double[][] sums = new double[centres.length][dimension];
        long[] counts = new long[centres.length];
        for (int i = 0; i < labels.length; i++) {
            int k = (int) labels[i];
            counts[k]++;
            for (int d = 0; d < dimension; d++) {
                sums[k][d] += x[i * dimension + d];
            }
        }
        for (int k = 0; k < centres.length; k++) {
            double length = 0;
            for (double sum : sums[k]) {
                length += sum * sum;
            }
            double divisor = isSphere ? Math.sqrt(length) : counts[k];
            for (int d = 0; d < dimension && divisor > 0; d++) {
                centres[k][d] = (float) (sums[k][d] / divisor);
            }
        }
    }

    /** The centres, (K, D). */
    Tensor centres() {
        return Tensor.of(centres);
    }

    /** The centre of each point in the last round, (N). */
    Tensor labels() {
        return Tensor.of(labels.clone(), labels.length);
    }

    /** The mean of the squared distances to the nearest centre, at the beginning of each round. */
    List<Double> inertia() {
        return List.copyOf(inertia);
    }
}
