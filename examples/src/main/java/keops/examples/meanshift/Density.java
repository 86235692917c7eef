package keops.examples.meanshift;

import keops.Genred;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * A density on the sphere: the mean of bumps exp(k ((x|y) - 1)) around points y. Near y a bump is a Gaussian whose
 * standard deviation is the root of 1 / k.
 */
final class Density {
    private final Tensor points;
    private final double k;
    private final Genred logSum;
    private final Genred mean;

    /**
     * A density.
     *
     * @param points points of length 1, (N, 3)
     * @param degrees the width of the bumps
     */
    Density(Tensor points, double degrees) {
        this.points = points;
        k = 1 / Math.pow(Math.toRadians(degrees), 2);
        logSum = Genred.of("k * ((x|y) - 1)", "k = Pm(1)", "x = Vi(3)", "y = Vj(3)")
                .reduction(Reduction.LOG_SUM_EXP)
                .overJ()
                .build();
        mean = Genred.of("k * ((x|y) - 1)", "k = Pm(1)", "x = Vi(3)", "y = Vj(3)")
                .reduction(Reduction.SUM_SOFT_MAX_WEIGHT)
                .weight("y")
                .overJ()
                .build();
    }

    /** The natural logarithm of the density at points, (M, 1). It does not underflow far from all bumps. */
    Tensor logarithm(Tensor x) {
        Tensor logarithm = logSum.call(k, x, points);
        for (long i = 0; i < logarithm.count(); i++) {
            logarithm.setDoubleAt(i, logarithm.doubleAt(i) - Math.log((double) points.size(0)));
        }
        return logarithm;
    }

    /** Moves each point, (M, 3), to the direction of the mean of its neighbours: where the density is higher. */
    Tensor shifted(Tensor x) {
        Tensor shifted = mean.call(k, x, points);
        for (long i = 0; i < shifted.size(0); i++) {
            double squares = 0;
            for (int d = 0; d < 3; d++) {
                squares += shifted.getDouble(i, d) * shifted.getDouble(i, d);
            }
            for (int d = 0; d < 3; d++) {
                shifted.setDoubleAt(3 * i + d, shifted.getDouble(i, d) / Math.sqrt(squares));
            }
        }
        return shifted;
    }
}
