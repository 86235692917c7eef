package keops.transport;

import java.util.Locale;
import keops.error.FormulaException;

/**
 * The least box with axes' directions that holds two clouds. Points are moved by its middle and divided by its
 * diagonal, so that rounding errors and ranges of numbers do not depend on where they are and in which unit.
 *
 * @param middle its middle
 * @param diagonal the length of its diagonal; the blur where all points coincide
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never seen outside this package.
record Box(double[] middle, double diagonal) {
    /**
     * The least eps: costs and potentials, divided by it, are still far above {@link Side#OF_ZERO}, which stands for
     * the logarithm of a weight of 0.
     */
    private static final double LEAST_EPS = 1e-25;
    /**
     * The largest eps of balanced transport, which takes its place in all that are larger: values differ from their
     * limit by {@code 1 / eps} and less, and have rounding errors that grow with eps.
     */
    private static final double LARGEST_EPS = 1e8;
    /** A reach whose square is less is none beside rounding errors of potentials. */
    private static final double LEAST_RHO = 1e-100;

    static Box of(PointCloud first, PointCloud second, double blur) {
        double[] all = Numbers.joined(first.coordinates(), second.coordinates());
        int d = first.dimension();
        double[] middle = new double[d];
        double diagonal = 0;
        for (int axis = 0; axis < d; axis++) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (int k = axis; k < all.length; k += d) {
                least = Math.min(least, all[k]);
                most = Math.max(most, all[k]);
            }
            middle[axis] = least / 2 + most / 2;
            diagonal = Math.hypot(diagonal, most - least);
        }
        if (Double.isInfinite(diagonal)) {
            throw new FormulaException("the points are too far from each other: their distances are no finite numbers");
        }
        return new Box(middle, diagonal == 0 ? blur : diagonal);
    }

    /**
     * The cost of marginals, in units of this box. It is infinite, too, where a reach is so large beside the box that
     * its power is.
     */
    Relaxation relaxation(double reach, int exponent) {
        double rho = Math.pow(reach / diagonal, exponent);
        if (rho < LEAST_RHO) {
            throw beside("reach", reach, "small", exponent, "or more", LEAST_RHO);
        }
        return new Relaxation(rho);
    }

    /** The regularisation, in units of this box. */
    double eps(double blur, int exponent, Relaxation relaxation) {
        double eps = Math.pow(blur / diagonal, exponent);
        if (eps < LEAST_EPS) {
            throw beside("blur", blur, "small", exponent, "or more", LEAST_EPS);
        }
        if (relaxation.isBalanced()) {
            return Math.min(eps, LARGEST_EPS);
        }
        if (eps > LARGEST_EPS) {
            throw beside("blur", blur, "large", exponent, "or less with a reach", LARGEST_EPS);
        }
        return eps;
    }

    private FormulaException beside(
            String what, double given, String how, int exponent, String side, double limit) {
        return new FormulaException(String.format(Locale.ROOT, "the %s %s is too %s beside the diameter %.3g of the"
                + " clouds: (%s / diameter)^%d must be %s %s",
                what, given, how, diagonal, what, exponent, limit, side));
    }

    /** Coordinates in units of this box. */
    double[] inside(double[] coordinates) {
        double[] inside = new double[coordinates.length];
        for (int k = 0; k < inside.length; k++) {
            inside[k] = (coordinates[k] - middle[k % middle.length]) / diagonal;
        }
        return inside;
    }
}
