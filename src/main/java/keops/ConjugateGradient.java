package keops;

import java.util.function.UnaryOperator;
import keops.UnsolvedException.Reason;
import keops.call.CallWatch;

/**
 * Solves {@code A x = b} for a matrix that is symmetric and positive, by products with it alone (Hestenes and Stiefel
 * 1952, "Methods of conjugate gradients for solving linear systems"), starting from 0. The unknowns may be those of
 * several systems side by side, the columns of b, each of which is solved as well as the others.
 */
final class ConjugateGradient {
    /** In exact arithmetic as many steps as there are unknowns would do. */
    private static final int STEPS_PER_UNKNOWN = 10;
    /** How many times the rounding error of one number a product may be wrong by, beside the largest products. */
    private static final double ROUNDING = 100;

    private final UnaryOperator<double[]> product;
    private final double[] b;
    private final int columns;
    private final double eps;
    private final double precision;
    private final CallWatch watch;
    /** The norm that the residual of each column is measured by: that of its b, or of all b where that is 0. */
    private final double[] norms;
    private final double[] best;
    private double leastResidual = Double.POSITIVE_INFINITY;
    /** The largest |A p| / |p|, a bound of the largest eigenvalue from below. */
    private double largest;
    private long steps;

    /**
     * A system.
     *
     * @param product multiplies a vector with the matrix
     * @param b the right-hand side, row by row; all finite
     * @param columns the columns of b
     * @param eps the largest part of the norm of a column of b that may be left of it
     * @param precision the rounding error of the numbers of products
     * @param watch looks after the call
     */
    ConjugateGradient(UnaryOperator<double[]> product, double[] b, int columns, double eps, double precision,
            CallWatch watch) {
        this.product = product;
        this.b = b;
        this.columns = columns;
        this.eps = eps;
        this.precision = precision;
        this.watch = watch;
        this.norms = columnNorms(b);
        double whole = Math.sqrt(dot(b, b));
        for (int c = 0; c < columns; c++) {
            norms[c] = norms[c] == 0 ? whole : norms[c];
        }
        this.best = new double[b.length];
    }

    /**
     * What ended the steps.
     *
     * @param reason why the system is not solved; null where it is
     * @param residual what the best leaves of b: where it is solved, as the steps carry it on, and else as it is
     * @param curvature {@code (p, A p) / (p, p)} for the last direction p
     * @param steps the number of steps
     */
    record End(Reason reason, double residual, double curvature, long steps) {}

    /** The best that was found so far. */
    double[] best() {
        return best;
    }

    /** Where the steps are that the watch, or a product, has ended. */
    End cancelled() {
        return new End(Reason.CANCELLED, leastResidual, 0, steps);
    }

    End solve() {
        double[] x = new double[b.length];
        double[] left = b.clone();
        double[] direction = b.clone();
        double squares = dot(left, left);
        for (steps = 0; ; steps++) {
            double residual = residual(left);
            if (residual < leastResidual) {
                leastResidual = residual;
                System.arraycopy(x, 0, best, 0, x.length);
            }
            if (residual <= eps) {
                return new End(null, residual, 0, steps);
            }
            if (steps >= (long) STEPS_PER_UNKNOWN * b.length) {
                return unsolved(Reason.STEPS, 0);
            }
            watch.step(steps, residual);
            double[] image = product.apply(direction);
            double length = Math.sqrt(dot(direction, direction));
            double curvature = dot(direction, image) / length / length;
            double gain = Math.sqrt(dot(image, image)) / length;
            if (!Double.isFinite(curvature) || !Double.isFinite(gain)) {
                return unsolved(Reason.NOT_FINITE, curvature);
            }
            largest = Math.max(largest, gain);
            if (curvature <= 0) {
                boolean isNoise = -curvature <= ROUNDING * precision * largest;
                return unsolved(isNoise && steps > 0 ? Reason.ROUNDING : Reason.NOT_POSITIVE, curvature);
            }
            double step = squares / length / length / curvature;
            watch.check();
            for (int k = 0; k < x.length; k++) {
                x[k] += step * direction[k];
                left[k] -= step * image[k];
            }
            double before = squares;
            watch.check();
            squares = dot(left, left);
            for (int k = 0; k < x.length; k++) {
                direction[k] = left[k] + squares / before * direction[k];
            }
        }
    }

    private End unsolved(Reason reason, double curvature) {
        double[] image = product.apply(best);
        double[] left = new double[b.length];
        for (int k = 0; k < left.length; k++) {
            left[k] = b[k] - image[k];
        }
        double residual = residual(left);
        return new End(reason, Double.isNaN(residual) ? leastResidual : residual, curvature, steps);
    }

    /** The largest part that is left of a column; 0 where there is nothing to solve. */
    private double residual(double[] left) {
        double most = 0;
        double[] ofLeft = columnNorms(left);
        for (int c = 0; c < columns; c++) {
            most = Math.max(most, ofLeft[c] == 0 ? 0 : ofLeft[c] / norms[c]);
        }
        return most;
    }

    private double[] columnNorms(double[] values) {
        double[] squares = new double[columns];
        for (int k = 0; k < values.length; k++) {
            squares[k % columns] += values[k] * values[k];
        }
        for (int c = 0; c < columns; c++) {
            squares[c] = Math.sqrt(squares[c]);
        }
        return squares;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
