package keops.examples.spectral;

import java.util.Comparator;
import java.util.stream.IntStream;

/** All eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations. */
final class Jacobi {
    private static final int MOST_SWEEPS = 60;

    private final double[][] a;
    private final double[][] v;
    private final int[] order;

    /** Diagonalises a matrix, of which the mean with its transpose is taken. */
    Jacobi(double[][] matrix) {
        int n = matrix.length;
        a = new double[n][n];
        v = new double[n][n];
        for (int i = 0; i < n; i++) {
            v[i][i] = 1;
            for (int j = 0; j < n; j++) {
                a[i][j] = (matrix[i][j] + matrix[j][i]) / 2;
            }
        }
        for (int sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(); sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(p, q);
                }
            }
        }
        order = IntStream.range(0, n).boxed().sorted(Comparator.comparingDouble((Integer k) -> -a[k][k]))
                .mapToInt(Integer::intValue).toArray();
    }

    private boolean isDiagonal() {
        double off = 0;
        double on = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                double square = a[i][j] * a[i][j];
                off += i == j ? 0 : square;
                on += i == j ? square : 0;
            }
        }
        return off <= 1e-28 * on;
    }

    /** Makes element (p, q) zero by a rotation of these two axes. */
    private void rotate(int p, int q) {
        if (a[p][q] == 0) {
            return;
        }
        double cotangent = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double tangent = Math.copySign(1, cotangent) / (Math.abs(cotangent) + Math.hypot(cotangent, 1));
        double cos = 1 / Math.hypot(tangent, 1);
        double sin = tangent * cos;
        for (double[] row : a) {
            turn(row, p, q, cos, sin);
        }
        for (int k = 0; k < a.length; k++) {
            double atP = a[p][k];
            a[p][k] = cos * atP - sin * a[q][k];
            a[q][k] = sin * atP + cos * a[q][k];
        }
        for (double[] row : v) {
            turn(row, p, q, cos, sin);
        }
    }

    private static void turn(double[] row, int p, int q, double cos, double sin) {
        double atP = row[p];
        row[p] = cos * atP - sin * row[q];
        row[q] = sin * atP + cos * row[q];
    }

    /** The eigenvalues, the largest first. */
    double[] values() {
        return IntStream.of(order).mapToDouble(k -> a[k][k]).toArray();
    }

    /** The eigenvectors as columns, in the order of their eigenvalues. */
    double[][] vectors() {
        double[][] vectors = new double[v.length][];
        for (int i = 0; i < v.length; i++) {
            double[] row = v[i];
            vectors[i] = IntStream.of(order).mapToDouble(k -> row[k]).toArray();
        }
        return vectors;
    }
}
