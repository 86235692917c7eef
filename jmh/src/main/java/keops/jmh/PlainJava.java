package keops.jmh;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import keops.tensor.Tensor;

/** Plain Java without a library: a loop over rows, and in it a loop over columns. */
final class PlainJava {
    private final int rows;
    private final int columns;
    private final int dim;
    private final int width;
    private final double gamma;
    private final float[] x;
    private final float[] y;
    private final float[] b;
    private final float[] e;
    private final boolean parallel;

    private PlainJava(Data data, boolean parallel) {
        this.rows = Math.toIntExact(data.shape().rows());
        this.columns = Math.toIntExact(data.shape().columns());
        this.dim = data.shape().dim();
        this.width = data.shape().width();
        this.gamma = data.gamma().doubleAt(0);
        this.x = data.x().toFloatArray();
        this.y = data.y().toFloatArray();
        this.b = data.b().toFloatArray();
        this.e = data.e().toFloatArray();
        this.parallel = parallel;
    }

    /** A task applied to data, on one thread or on a parallel stream. */
    static Computation of(Task task, Data data, int threads) {
        var loops = new PlainJava(data, threads > 1);
        return switch (task) {
            case Task.Product(RadialKernel kernel) -> result -> loops.product(kernel, result);
            case Task.ProductGradient(RadialKernel kernel) -> result -> loops.gradient(kernel, result);
            case Task.LogSumExp() -> loops::logSumExp;
            case Task.Nearest() -> loops::nearest;
        };
    }

    private void forRows(IntConsumer row) {
        IntStream all = IntStream.range(0, rows);
        (parallel ? all.parallel() : all).forEach(row);
    }

    private double squaredDistance(int i, int j) {
        double sum = 0;
        for (int k = 0; k < dim; k++) {
            double difference = x[i * dim + k] - y[j * dim + k];
            sum += difference * difference;
        }
        return sum;
    }

    private void product(RadialKernel kernel, Tensor result) {
        forRows(i -> {
            double[] sums = new double[width];
            for (int j = 0; j < columns; j++) {
                double value = kernel.value(gamma * squaredDistance(i, j));
                for (int k = 0; k < width; k++) {
                    sums[k] += value * b[j * width + k];
                }
            }
            write(result, i, sums);
        });
    }

    private void gradient(RadialKernel kernel, Tensor result) {
        forRows(i -> {
            double[] sums = new double[dim];
            for (int j = 0; j < columns; j++) {
                double product = 0;
                for (int k = 0; k < width; k++) {
                    product += e[i * width + k] * b[j * width + k];
                }
                double factor = kernel.derivative(gamma * squaredDistance(i, j)) * 2 * gamma * product;
                for (int k = 0; k < dim; k++) {
                    sums[k] += factor * (x[i * dim + k] - y[j * dim + k]);
                }
            }
            write(result, i, sums);
        });
    }

    private void logSumExp(Tensor result) {
        forRows(i -> {
            double[] exponents = new double[columns];
            for (int j = 0; j < columns; j++) {
                exponents[j] = -gamma * squaredDistance(i, j);
            }
            double largest = Arrays.stream(exponents).max().orElseThrow();
            double sum = 0;
            for (double exponent : exponents) {
                sum += Math.exp(exponent - largest);
            }
            result.setDoubleAt(i, largest + Math.log(sum));
        });
    }

    private void nearest(Tensor result) {
        forRows(i -> {
            double[] smallest = new double[width];
            long[] indices = new long[width];
            Arrays.fill(smallest, Double.POSITIVE_INFINITY);
            for (int j = 0; j < columns; j++) {
                double square = squaredDistance(i, j);
                if (square < smallest[width - 1]) {
                    int place = width - 1;
                    for (; place > 0 && square < smallest[place - 1]; place--) {
                        smallest[place] = smallest[place - 1];
                        indices[place] = indices[place - 1];
                    }
                    smallest[place] = square;
                    indices[place] = j;
                }
            }
            for (int k = 0; k < width; k++) {
                result.setLongAt((long) i * width + k, indices[k]);
            }
        });
    }

    private static void write(Tensor result, int row, double[] values) {
        for (int k = 0; k < values.length; k++) {
            result.setDoubleAt((long) row * values.length + k, values[k]);
        }
    }
}
