package keops.examples.kmeans;

import java.util.Random;
import keops.tensor.Tensor;

/** Random points around others; some are dense, some wide. */
final class Blobs {
    private static final int BLOBS = 60;

    private Blobs() {}

    /** Points around the square from 0 to 1: float32 (count, 2). */
    static Tensor inPlane(int count, Random random) {
        double[][] middles = random.doubles(BLOBS).mapToObj(x -> new double[] {x, random.nextDouble()})
                .toArray(double[][]::new);
        return around(middles, 0.02, count, random, false);
    }

    /** Points of length 1: float32 (count, 3). */
    static Tensor onSphere(int count, Random random) {
        double[][] middles = random.doubles(BLOBS, -1, 1)
                .mapToObj(z -> ofHeight(z, 2 * Math.PI * random.nextDouble())).toArray(double[][]::new);
        return around(middles, 0.05, count, random, true);
    }

    private static double[] ofHeight(double z, double longitude) {
        double radius = Math.sqrt(1 - z * z);
        return new double[] {radius * Math.cos(longitude), radius * Math.sin(longitude), z};
    }

    private static Tensor around(double[][] middles, double spread, int count, Random random, boolean isSphere) {
        int dimension = middles[0].length;
        double[] spreads = random.doubles(middles.length, spread, 3 * spread).toArray();
        float[] points = new float[Math.multiplyExact(count, dimension)];
        double[] point = new double[dimension];
        for (int i = 0; i < count; i++) {
            int blob = random.nextInt(middles.length);
            double squares = 0;
            for (int d = 0; d < dimension; d++) {
                point[d] = middles[blob][d] + spreads[blob] * random.nextGaussian();
                squares += point[d] * point[d];
            }
            double divisor = isSphere ? Math.sqrt(squares) : 1;
            for (int d = 0; d < dimension; d++) {
                points[i * dimension + d] = (float) (point[d] / divisor);
            }
        }
        return Tensor.of(points, count, dimension);
    }
}
