package keops;

import java.util.function.DoubleUnaryOperator;
import keops.tensor.Tensor;

/** Kernels and their products in plain loops over Java arrays: what the library's results are compared with. */
final class PlainKernels {
    /** A value for a pair of rows. */
    interface Pairwise {
        double at(int i, int j);
    }

    /** A value for a pair of rows and a column of the result. */
    interface Term {
        double at(int i, int j, int column);
    }

    private PlainKernels() {}

    /** (x_i - y_j)' G (x_i - y_j) for a full matrix G, row by row. */
    static Pairwise squared(Tensor x, Tensor y, double[] g) {
        int dim = (int) x.size(1);
        return (i, j) -> {
            double sum = 0;
            for (int k = 0; k < dim; k++) {
                for (int l = 0; l < dim; l++) {
                    sum += (x.getDouble(i, k) - y.getDouble(j, k)) * g[k * dim + l]
                            * (x.getDouble(i, l) - y.getDouble(j, l));
                }
            }
            return sum;
        };
    }

    /** r² times a number. */
    static Pairwise squared(Tensor x, Tensor y, double g) {
        int dim = (int) x.size(1);
        double[] matrix = new double[dim * dim];
        for (int k = 0; k < dim; k++) {
            matrix[k * dim + k] = g;
        }
        return squared(x, y, matrix);
    }

    static Pairwise product(Tensor x, Tensor y) {
        return (i, j) -> {
            double sum = 0;
            for (int k = 0; k < x.size(1); k++) {
                sum += x.getDouble(i, k) * y.getDouble(j, k);
            }
            return sum;
        };
    }

    static Pairwise map(Pairwise values, DoubleUnaryOperator function) {
        return (i, j) -> function.applyAsDouble(values.at(i, j));
    }

    /** The sums over j, row by row. */
    static double[] sum(long rows, long terms, long columns, Term term) {
        double[] result = new double[(int) (rows * columns)];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < terms; j++) {
                for (int e = 0; e < columns; e++) {
                    result[(int) (i * columns + e)] += term.at(i, j, e);
                }
            }
        }
        return result;
    }

    /** The logarithms of the sums over j of exponentials. */
    static double[] logSumExp(long rows, long terms, Pairwise exponent) {
        double[] result = new double[(int) rows];
        for (int i = 0; i < rows; i++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < terms; j++) {
                largest = Math.max(largest, exponent.at(i, j));
            }
            double sum = 0;
            for (int j = 0; j < terms; j++) {
                sum += Math.exp(exponent.at(i, j) - largest);
            }
            result[i] = largest + Math.log(sum);
        }
        return result;
    }
}
