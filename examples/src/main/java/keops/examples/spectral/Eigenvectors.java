package keops.examples.spectral;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import keops.tensor.Tensor;

/**
 * The eigenvectors of the largest eigenvalues of a symmetric matrix.
 *
 * @param values the eigenvalues, the largest first
 * @param vectors their eigenvectors, orthonormal: (N, columns)
 * @param steps how many products with the matrix it took
 * @param residual the largest norm of the matrix times a vector minus its eigenvalue times the vector
 */
record Eigenvectors(List<Double> values, Tensor vectors, int steps, double residual) {
    /**
     * Finds them by subspace iteration: more columns than are wanted are multiplied again and again, and in the space
     * that they span the matrix is diagonalised (Rayleigh and Ritz).
     *
     * @param matrix multiplies the matrix with columns
     * @param size the number of rows of the matrix
     * @param columns the number of columns that are multiplied
     * @param wanted how many eigenvectors are wanted
     * @param enough the residual that is small enough
     * @param mostSteps the largest number of steps
     * @param random where the first columns come from
     */
    static Eigenvectors leading(UnaryOperator<double[][]> matrix, int size, int columns, int wanted, double enough,
            int mostSteps, Random random) {
        double[][] q = new double[size][columns];
        for (double[] row : q) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        for (int step = 1; ; step++) {
            orthonormalize(q);
            double[][] image = matrix.apply(q);
            var small = new Jacobi(productOfTransposed(q, image));
            double[] values = small.values();
            double[][] ritz = product(q, small.vectors());
            double[][] images = product(image, small.vectors());
            double residual = residual(ritz, images, values, wanted);
            if (residual <= enough || step >= mostSteps) {
                return new Eigenvectors(Arrays.stream(values).limit(wanted).boxed().toList(),
                        Tensor.of(Arrays.stream(ritz).map(row -> Arrays.copyOf(row, wanted)).toArray(double[][]::new)),
                        step, residual);
            }
            q = images;
        }
    }

    /** Gram and Schmidt, twice, since rounding errors of the first time may be large. */
    private static void orthonormalize(double[][] q) {
        int columns = q[0].length;
        for (int round = 0; round < 2; round++) {
            for (int k = 0; k < columns; k++) {
                for (int other = 0; other < k; other++) {
                    double along = dot(q, k, other);
                    for (double[] row : q) {
                        row[k] -= along * row[other];
                    }
                }
                double norm = Math.sqrt(dot(q, k, k));
                for (double[] row : q) {
                    row[k] /= norm;
                }
            }
        }
    }

    private static double dot(double[][] q, int a, int b) {
        double sum = 0;
        for (double[] row : q) {
            sum += row[a] * row[b];
        }
        return sum;
    }

    private static double[][] productOfTransposed(double[][] a, double[][] b) {
        double[][] product = new double[a[0].length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < product.length; k++) {
                for (int l = 0; l < product[k].length; l++) {
                    product[k][l] += a[i][k] * b[i][l];
                }
            }
        }
        return product;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int l = 0; l < b[k].length; l++) {
                    product[i][l] += a[i][k] * b[k][l];
                }
            }
        }
        return product;
    }

    private static double residual(double[][] vectors, double[][] images, double[] values, int wanted) {
        double largest = 0;
        for (int k = 0; k < wanted; k++) {
            double squares = 0;
            for (int i = 0; i < vectors.length; i++) {
                double error = images[i][k] - values[k] * vectors[i][k];
                squares += error * error;
            }
            largest = Math.max(largest, Math.sqrt(squares));
        }
        return largest;
    }
}
