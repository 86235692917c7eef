package keops.transport;

import java.util.Arrays;
import java.util.Random;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** A cloud made by a seeded generator. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record MadeCloud(double[][] points, double[] weights) {
    static MadeCloud of(Random random, int size, int dimension, double mass) {
        double[][] points = new double[size][dimension];
        for (double[] point : points) {
            Arrays.setAll(point, _ -> random.nextDouble());
        }
        double[] weights = random.doubles(size, 0.2, 1).toArray();
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, i -> weights[i] / sum * mass);
        return new MadeCloud(points, weights);
    }

    PointCloud cloud(DType dtype) {
        double[] all = Arrays.stream(points).flatMapToDouble(Arrays::stream).toArray();
        return PointCloud.of(Tensor.vector(dtype, all).reshape(points.length, points[0].length),
                Tensor.vector(dtype, weights));
    }

    PointCloud cloud() {
        return cloud(DType.FLOAT64);
    }

    /** With one number of its points changed. */
    MadeCloud moved(int point, int axis, double by) {
        double[][] moved = Arrays.stream(points).map(double[]::clone).toArray(double[][]::new);
        moved[point][axis] += by;
        return new MadeCloud(moved, weights);
    }

    /** With weight taken from one point and given to another. */
    MadeCloud weighted(int from, int to, double by) {
        double[] changed = weights.clone();
        changed[from] -= by;
        changed[to] += by;
        return new MadeCloud(points, changed);
    }
}
