package keops.examples.transport;

import java.util.Random;
import keops.tensor.Tensor;

/** Shapes of the plane that points are drawn from. */
enum Shape {
    /** A moon, on the left. */
    MOON(-1.6, -0.2) {
        @Override
        boolean contains(double x, double y) {
            return x * x + y * y < 0.8 && (x - 0.42) * (x - 0.42) + (y - 0.15) * (y - 0.15) > 0.45;
        }
    },
    /** A heart, on the right. */
    HEART(1.1, 0.3) {
        @Override
        boolean contains(double x, double y) {
            double u = 1.35 * x;
            double v = 1.35 * y + 0.2;
            double s = u * u + v * v - 1;
            return s * s * s < u * u * v * v * v;
        }
    };

    private final double centerX;
    private final double centerY;

    Shape(double centerX, double centerY) {
        this.centerX = centerX;
        this.centerY = centerY;
    }

    /** Whether a point is inside, relative to the centre. */
    abstract boolean contains(double x, double y);

    /** Points inside, evenly spread: (N, 2) in float32. */
    Tensor sample(int count, long seed) {
        var random = new Random(seed);
        float[][] points = new float[count][];
        for (int k = 0; k < count;) {
            double x = 2.4 * random.nextDouble() - 1.2;
            double y = 2.4 * random.nextDouble() - 1.2;
            if (contains(x, y)) {
                points[k++] = new float[] {(float) (x + centerX), (float) (y + centerY)};
            }
        }
        return Tensor.of(points);
    }
}
