package keops.formula;

import java.util.ArrayList;
import java.util.List;

/** Values of special functions and algorithms, from their definitions written as recursions. */
final class SpecialSamples {
    private static final double[] KNOTS = {0, 0.5, 1, 1, 1.75, 2, 3};
    private static final double[] SERIES = {0.5, -1, 2, 0.25};
    private static final double[] OTHER = {1, -0.5, 1.5};
    /** Diagonally 4; along rows 6 and 8; along columns 11 and 12: the others have no cell before. */
    private static final double[] WEIGHTS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

    private SpecialSamples() {}

    static List<Sample> all() {
        var samples = new ArrayList<Sample>(List.of(
                Sample.of("Erf(x)").with("x", -2, -0.25, 0, 0.5, 1, 3)
                        .gives(-0.9953222650189527, -0.2763263901682369, 0, 0.5204998778130465, 0.8427007929497149,
                                0.9999779095030014),
                Sample.of("SoftDTW_SqDist(x,y,g)").with("x", SERIES).with("y", OTHER).with("g", 0.5)
                        .gives(warping(SERIES.length - 1, OTHER.length - 1, 0.5)),
                Sample.of("SoftDTW_SqDist(x,y,g)").with("x", 3).with("y", 1, 2).with("g", 1).gives(5),
                Sample.of("SoftWarp(x,g,2)").with("x", 1, 2, 3, 4).with("g", 2)
                        .gives(1, 3, 4, 4 - 2 * Math.log(Math.exp(-0.5) + Math.exp(-1.5) + Math.exp(-2))),
                Sample.of("WarpSum(w,x,2)").with("w", WEIGHTS).with("x", 1, 2, 3, 4)
                        .gives(1, 2 + 6, 3 + 11, 4 + 4 + 8 * 14 + 12 * 8),
                Sample.of("WarpSumT(w,x,2)").with("w", WEIGHTS).with("x", 1, 2, 3, 4)
                        .gives(1 + 4 * 4 + 6 * (2 + 12 * 4) + 11 * (3 + 8 * 4), 2 + 12 * 4, 3 + 8 * 4, 4),
                Sample.of("Factorize(x * x,x)").with("x", 3).gives(9),
                Sample.of("AutoFactorize(x * x)").with("x", 3).gives(9)));
        for (int order = 0; order <= 3; order++) {
            for (double x : new double[] {-1, 0, 0.25, 1, 1.5, 2.875, 3}) {
                samples.add(splines(x, order));
            }
        }
        return samples;
    }

    private static Sample splines(double x, int order) {
        double[] values = new double[KNOTS.length - order - 1];
        for (int k = 0; k < values.length; k++) {
            values[k] = spline(k, order, x);
        }
        return Sample.of("BSpline(t,x," + order + ")").with("t", KNOTS).with("x", x).gives(values);
    }

    /** The recursion of Cox and de Boor as textbooks write it. */
    private static double spline(int k, int order, double x) {
        if (order == 0) {
            return KNOTS[k] <= x && x < KNOTS[k + 1] ? 1 : 0;
        }
        double left = KNOTS[k + order] - KNOTS[k];
        double right = KNOTS[k + order + 1] - KNOTS[k + 1];
        return (left == 0 ? 0 : (x - KNOTS[k]) / left * spline(k, order - 1, x))
                + (right == 0 ? 0 : (KNOTS[k + order + 1] - x) / right * spline(k + 1, order - 1, x));
    }

    private static double warping(int i, int j, double gamma) {
        if (i < 0 || j < 0) {
            return i == -1 && j == -1 ? 0 : Double.POSITIVE_INFINITY;
        }
        double cost = (SERIES[i] - OTHER[j]) * (SERIES[i] - OTHER[j]);
        double[] before = {
            warping(i - 1, j - 1, gamma), warping(i - 1, j, gamma), warping(i, j - 1, gamma)
        };
        double sum = 0;
        for (double b : before) {
            sum += Math.exp(-b / gamma);
        }
        return cost - gamma * Math.log(sum);
    }
}
