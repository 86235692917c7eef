package keops.documentation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import keops.tensor.Tensor;

/** What the samples take from their framework: random tensors, and rows as plain arrays. */
final class Samples {
    /** A value for a pair of rows. */
    interface Pairwise {
        double at(double[] x, double[] y);
    }

    private static final RandomGenerator RANDOM = new SplittableRandom(1);

    private Samples() {}

    /** {@code torch.randn(rows, columns)}. */
    static Tensor randn(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) RANDOM.nextGaussian();
        }
        return Tensor.of(values, rows, columns);
    }

    /** {@code torch.rand(rows, columns)}. */
    static Tensor rand(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int k = 0; k < values.length; k++) {
            values[k] = RANDOM.nextFloat();
        }
        return Tensor.of(values, rows, columns);
    }

    /** {@code F.normalize(u, p=2, dim=1)}. */
    static Tensor normalized(Tensor u) {
        float[][] rows = new float[(int) u.size(0)][(int) u.size(1)];
        for (int i = 0; i < rows.length; i++) {
            double norm = Math.sqrt(squaredDistance(row(u, i), new double[rows[i].length]));
            for (int k = 0; k < rows[i].length; k++) {
                rows[i][k] = (float) (u.getDouble(i, k) / norm);
            }
        }
        return Tensor.of(rows);
    }

    static double[] row(Tensor tensor, int row) {
        double[] values = new double[(int) tensor.size(1)];
        Arrays.setAll(values, k -> tensor.getDouble(row, k));
        return values;
    }

    static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += (x[k] - y[k]) * (x[k] - y[k]);
        }
        return sum;
    }

    static double product(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += x[k] * y[k];
        }
        return sum;
    }

    /** The rows of {@code sum_j k(x_i, y_j) b_j}. */
    static double[] sums(Tensor x, Tensor y, Tensor b, Pairwise kernel) {
        int columns = (int) b.size(1);
        double[] result = new double[(int) x.size(0) * columns];
        double[][] ys = y.toMatrix();
        for (int i = 0; i < x.size(0); i++) {
            double[] xi = row(x, i);
            for (int j = 0; j < y.size(0); j++) {
                double k = kernel.at(xi, ys[j]);
                for (int e = 0; e < columns; e++) {
                    result[i * columns + e] += k * b.getDouble(j, e);
                }
            }
        }
        return result;
    }
}
