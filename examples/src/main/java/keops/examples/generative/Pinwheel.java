package keops.examples.generative;

import java.util.Random;
import keops.tensor.Tensor;

/** The data: three bent arms around the origin. */
final class Pinwheel {
    private static final int ARMS = 3;
    private static final double BEND = 1.7;

    private Pinwheel() {}

    /** Random points, (N, 2). */
    static Tensor sample(int count, Random random) {
        float[][] points = new float[count][];
        for (int k = 0; k < count; k++) {
            double radius = 0.2 + random.nextDouble();
            double angle = 2 * Math.PI * random.nextInt(ARMS) / ARMS + BEND * radius;
            double across = (0.03 + 0.06 * radius) * random.nextGaussian();
            double c = Math.cos(angle);
            double s = Math.sin(angle);
            points[k] = new float[] {(float) (radius * c - across * s), (float) (radius * s + across * c)};
        }
        return Tensor.of(points);
    }
}
