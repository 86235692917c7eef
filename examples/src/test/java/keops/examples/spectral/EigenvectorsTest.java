package keops.examples.spectral;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Eigenvectors against their definition, and against a dense matrix in doubles. */
class EigenvectorsTest {
    private static final int SIZE = 60;
    private static final int NEIGHBOUR = 6;
    private static final int COLUMNS = 12;
    private static final int WANTED = 6;

    /** Three clouds beside each other. */
    private static double[][] points() {
        var random = new Random(1);
        double[][] points = new double[SIZE][4];
        for (int i = 0; i < SIZE; i++) {
            for (int d = 0; d < 4; d++) {
                points[i][d] = random.nextGaussian() + (d == i % 3 ? 4 : 0);
            }
        }
        return points;
    }

    private static double squaredDistance(double[] a, double[] b) {
        double sum = 0;
        for (int d = 0; d < a.length; d++) {
            sum += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return sum;
    }

    /** The matrix by plain loops. */
    private static double[][] dense(double[][] x) {
        double[] widths = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            double[] from = x[i];
            widths[i] = Math.sqrt(Arrays.stream(x).mapToDouble(to -> squaredDistance(from, to)).sorted()
                    .skip(NEIGHBOUR).findFirst().orElseThrow()) / 2;
        }
        double[][] matrix = new double[SIZE][SIZE];
        double[] degrees = new double[SIZE];
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                matrix[i][j] = Math.exp(-squaredDistance(x[i], x[j]) / (widths[i] * widths[j]));
                degrees[i] += matrix[i][j];
            }
        }
        for (int i = 0; i < SIZE; i++) {
            for (int j = 0; j < SIZE; j++) {
                matrix[i][j] /= Math.sqrt(degrees[i] * degrees[j]);
            }
        }
        return matrix;
    }

    private static double[][] product(double[][] a, double[][] b) {
        double[][] product = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int l = 0; l < b[0].length; l++) {
                    product[i][l] += a[i][k] * b[k][l];
                }
            }
        }
        return product;
    }

    private static double dot(double[][] rows, int a, int b) {
        return Arrays.stream(rows).mapToDouble(row -> row[a] * row[b]).sum();
    }

    @Test
    void productsAreThoseOfTheDenseMatrix() {
        var random = new Random(2);
        double[][] a = new double[SIZE][COLUMNS];
        for (double[] row : a) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        double[][] expected = product(dense(points()), a);
        double[][] found = new NormalizedKernel(Tensor.of(points()), NEIGHBOUR, COLUMNS).times(a);
        for (int i = 0; i < SIZE; i++) {
            for (int k = 0; k < COLUMNS; k++) {
                assertEquals(expected[i][k], found[i][k], 1e-12);
            }
        }
    }

    @Test
    void leadingEigenvectorsAreThoseOfTheDenseMatrix() {
        var kernel = new NormalizedKernel(Tensor.of(points()), NEIGHBOUR, COLUMNS);
        Eigenvectors found = Eigenvectors.leading(kernel::times, SIZE, COLUMNS, WANTED, 1e-9, 2000, new Random(3));
        assertTrue(found.residual() <= 1e-9, found.toString());
        double[][] vectors = found.vectors().toMatrix();
        double[][] matrix = dense(points());
        double[][] images = product(matrix, vectors);
        double[] all = new Jacobi(matrix).values();
        assertEquals(1, found.values().getFirst(), 1e-12, "the largest eigenvalue");
        for (int k = 0; k < WANTED; k++) {
            assertEquals(all[k], found.values().get(k), 1e-9, "eigenvalue " + k);
            for (int l = 0; l < WANTED; l++) {
                assertEquals(k == l ? 1 : 0, dot(vectors, k, l), 1e-10, k + " and " + l);
            }
            for (int i = 0; i < SIZE; i++) {
                assertEquals(found.values().get(k) * vectors[i][k], images[i][k], 1e-8);
            }
        }
        double[] roots = kernel.roots();
        for (int i = 0; i < SIZE; i++) {
            assertEquals(vectors[0][0] * roots[0], vectors[i][0] * roots[i], 1e-8, "the first is constant in the walk");
        }
    }

    @Test
    void rotationsDiagonaliseASymmetricMatrix() {
        var random = new Random(4);
        double[][] matrix = new double[15][15];
        for (int i = 0; i < 15; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = random.nextGaussian();
                matrix[j][i] = matrix[i][j];
            }
        }
        var jacobi = new Jacobi(matrix);
        double[][] vectors = jacobi.vectors();
        double[][] images = product(matrix, vectors);
        double trace = 0;
        for (int k = 0; k < 15; k++) {
            trace += matrix[k][k];
            assertTrue(k == 0 || jacobi.values()[k] <= jacobi.values()[k - 1]);
            for (int i = 0; i < 15; i++) {
                assertEquals(jacobi.values()[k] * vectors[i][k], images[i][k], 1e-10);
                assertEquals(i == k ? 1 : 0, dot(vectors, i, k), 1e-12);
            }
        }
        assertEquals(trace, Arrays.stream(jacobi.values()).sum(), 1e-10);
    }

    @Test
    void aDiagonalMatrixStaysAsItIs() {
        var jacobi = new Jacobi(new double[][] {{1, 0}, {0, 3}});
        assertEquals(3, jacobi.values()[0]);
        assertEquals(1, Math.abs(jacobi.vectors()[1][0]));
    }
}
