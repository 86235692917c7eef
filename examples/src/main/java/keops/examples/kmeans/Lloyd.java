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
    private final double[] weights;
    private final boolean isSphere;
    private final Genred nearest;
    private final float[][] centres;
    private final List<Double> inertia = new ArrayList<>();
    private long[] labels = {};

    /**
     * Begins at random points, each as likely as its weight says.
     *
     * @param points the points, float32 (N, D)
     * @param weights how much each counts, at least 0: (N)
     * @param clusters the number of centres
     * @param isSphere whether centres are moved to the directions of means, since the points have length 1
     */
    Lloyd(Tensor points, double[] weights, int clusters, boolean isSphere, Random random) {
        this.points = points;
        this.weights = weights;
        this.isSphere = isSphere;
        int dimension = (int) points.size(1);
        nearest = Genred.of("SqDist(x,c)", "x = Vi(" + dimension + ")", "c = Vj(" + dimension + ")")
                .reduction(Reduction.MIN_ARG_MIN)
                .overJ()
                .build();
        centres = new float[clusters][dimension];
        double heaviest = Arrays.stream(weights).max().orElseThrow();
        for (float[] centre : centres) {
            int i;
            do {
                i = random.nextInt(weights.length);
            } while (random.nextDouble() * heaviest >= weights[i]);
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
        float[] squaredDistances = found.get(0).toFloatArray();
        double sum = 0;
        double total = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * squaredDistances[i];
            total += weights[i];
        }
        inertia.add(sum / total);
        moveCentres();
        return isChanged;
    }

    /** A centre without points that count stays where it is. */
    private void moveCentres() {
        int dimension = centres[0].length;
        float[] x = points.toFloatArray();
        double[][] sums = new double[centres.length][dimension];
        double[] totals = new double[centres.length];
        for (int i = 0; i < labels.length; i++) {
            int k = (int) labels[i];
            totals[k] += weights[i];
            for (int d = 0; d < dimension; d++) {
                sums[k][d] += weights[i] * x[i * dimension + d];
            }
        }
        for (int k = 0; k < centres.length; k++) {
            double length = 0;
            for (double sum : sums[k]) {
                length += sum * sum;
            }
            double divisor = isSphere ? Math.sqrt(length) : totals[k];
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

    /** The weighted mean of the squared distances to the nearest centre, at the beginning of each round. */
    List<Double> inertia() {
        return List.copyOf(inertia);
    }
}
