package keops.jmh;

import java.util.Arrays;
import keops.tensor.Tensor;

/**
 * Solves {@code (K + alpha I) a = b} by the method of conjugate gradients, with the product by K given as a
 * computation.
 */
final class PlainConjugateGradient {
    /** The tolerance of the residual, relative to the right-hand side. */
    static final double TOLERANCE = 1e-4;

    private static final int MOST_STEPS = 1_000;

    private PlainConjugateGradient() {}

    /**
     * Solves the system.
     *
     * @param product computes K times {@code direction}
     * @param direction the input of the product; it is overwritten
     * @param image the output of the product
     * @param alpha the number that is added to the diagonal of K
     * @param rightHandSide b
     * @param solution receives a
     * @return the number of products
     */
    static int solve(Computation product, Tensor direction, Tensor image, double alpha, double[] rightHandSide,
            double[] solution) {
        int size = rightHandSide.length;
        double[] residual = rightHandSide.clone();
        double[] p = rightHandSide.clone();
        Arrays.fill(solution, 0);
        double square = dot(residual, residual);
        double enough = square * TOLERANCE * TOLERANCE;
        int steps = 0;
        while (square > enough) {
            if (++steps > MOST_STEPS) {
                throw new IllegalStateException("no solution after " + MOST_STEPS + " products");
            }
            for (int k = 0; k < size; k++) {
                direction.setDoubleAt(k, p[k]);
            }
            product.call(image);
            double[] q = new double[size];
            for (int k = 0; k < size; k++) {
                q[k] = image.doubleAt(k) + alpha * p[k];
            }
            double length = square / dot(p, q);
            for (int k = 0; k < size; k++) {
                solution[k] += length * p[k];
                residual[k] -= length * q[k];
            }
            double next = dot(residual, residual);
            for (int k = 0; k < size; k++) {
                p[k] = residual[k] + next / square * p[k];
            }
            square = next;
        }
        return steps;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
