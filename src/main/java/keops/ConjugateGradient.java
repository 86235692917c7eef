package keops;

import java.util.function.UnaryOperator;
import keops.error.FormulaException;

/**
 * Solves {@code A x = b} for a matrix that is symmetric and positive, by products with it alone (Hestenes and Stiefel
 * 1952, "Methods of conjugate gradients for solving linear systems").
 */
final class ConjugateGradient {
    /** In exact arithmetic as many steps as there are unknowns would do. */
    private static final int STEPS_PER_UNKNOWN = 10;

    private ConjugateGradient() {}

    /**
     * Finds x, starting from 0.
     *
     * @param product multiplies a vector with the matrix
     * @param b the right-hand side
     * @param watch looks after the call
     * @param eps the root of the mean square of {@code b - A x} to stop at
     * @throws FormulaException if the matrix turns out not to be positive, or rounding errors do not let it come so close
     */
    static double[] solve(UnaryOperator<double[]> product, double[] b, double eps, CallWatch watch) {
        double[] x = new double[b.length];
        double[] residual = b.clone();
        double[] direction = b.clone();
        double squares = dot(residual, residual);
        double enough = b.length * eps * eps;
        for (long step = 0; squares > enough; step++) {
            if (step >= (long) STEPS_PER_UNKNOWN * b.length) {
                throw new FormulaException("the system is not solved: after " + step + " steps the root of the mean square"
                        + " of the rest is " + Math.sqrt(squares / b.length) + ", not below eps = " + eps
                        + ": a larger alpha or eps, or float64, will help");
            }
            watch.step(step, Math.sqrt(squares / b.length));
            double[] image = product.apply(direction);
            double curvature = dot(direction, image);
            if (!(curvature > 0)) {
                throw new FormulaException("the system is not solved: alpha Id + K must be symmetric and positive, but a"
                        + " direction p with (p, (alpha Id + K) p) = " + curvature + " was met");
            }
            double length = squares / curvature;
            for (int k = 0; k < x.length; k++) {
                x[k] += length * direction[k];
                residual[k] -= length * image[k];
            }
            double before = squares;
            squares = dot(residual, residual);
            for (int k = 0; k < x.length; k++) {
                direction[k] = residual[k] + squares / before * direction[k];
            }
        }
        if (Double.isNaN(squares)) {
            throw new FormulaException("the system is not solved: its right-hand side is not finite");
        }
        return x;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
