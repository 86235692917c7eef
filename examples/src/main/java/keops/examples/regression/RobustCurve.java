package keops.examples.regression;

import java.util.Arrays;
import keops.Genred;
import keops.KernelSolve;
import keops.tensor.Tensor;

/**
 * A curve through points with outliers. Points that are far from the curve count less in the next round: iteratively
 * reweighted least squares with the weights of a Cauchy distribution.
 */
final class RobustCurve {
    /** How wide bumps of the curve are. */
    private static final double WIDTH = 0.06;
    /** The standard deviation of the noise of points that are no outliers. */
    private static final double NOISE = 0.1;
    private static final Genred PRODUCT = Genred.of("u * v * Exp(-SqDist(x,y) / (2*s*s)) * a", "s = Pm(1)", "x = Vi(1)",
                    "u = Vi(1)", "y = Vj(1)", "v = Vj(1)", "a = Vj(1)")
            .overJ()
            .build();
    private static final KernelSolve SOLVER = KernelSolve.of(PRODUCT, "a").alpha(NOISE * NOISE).eps(1e-8);

    private final double[] x;
    private final double[] y;
    private final double[] roots;
    private Tensor coefficients;

    /** The curve for points that all count the same: plain least squares. */
    RobustCurve(double[] x, double[] y) {
        this.x = x.clone();
        this.y = y.clone();
        roots = ones(x.length);
        fit();
    }

    private static double[] ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Gives each point the weight that it deserves, and fits again. */
    void reweigh() {
        double[] now = at(x);
        for (int i = 0; i < x.length; i++) {
            double error = (y[i] - now[i]) / (2 * NOISE);
            roots[i] = 1 / Math.sqrt(1 + error * error);
        }
        fit();
    }

    /** The variance of a point is that of the noise over its weight; multiplied by roots, the system is symmetric. */
    private void fit() {
        double[] right = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            right[i] = roots[i] * y[i];
        }
        coefficients = SOLVER.call(WIDTH, x, roots, x, roots, right);
    }

    /** The curve at places. */
    double[] at(double[] places) {
        return PRODUCT.call(WIDTH, places, ones(places.length), x, roots, coefficients).toDoubleArray();
    }

    /** The standard deviation of the curve at places: what covariances with the points leave of the variance 1. */
    double[] deviation(double[] places) {
        double[] deviation = new double[places.length];
        for (int k = 0; k < places.length; k++) {
            double[] covariance = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                double distance = (x[i] - places[k]) / WIDTH;
                covariance[i] = roots[i] * Math.exp(-distance * distance / 2);
            }
            Tensor solved = SOLVER.call(WIDTH, x, roots, x, roots, covariance);
            double variance = 1;
            for (int i = 0; i < x.length; i++) {
                variance -= covariance[i] * solved.doubleAt(i);
            }
            deviation[k] = Math.sqrt(Math.max(0, variance));
        }
        return deviation;
    }
}
