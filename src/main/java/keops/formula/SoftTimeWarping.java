package keops.formula;

import static keops.formula.Comparison.LESS;

/**
 * Soft dynamic time warping in scalar arithmetic: M. Cuturi and M. Blondel, "Soft-DTW: a differentiable loss function
 * for time-series", ICML 2017. The cost of aligning the first i with the first j values is their squared difference
 * plus the soft minimum of the three costs before it; along the borders only one way leads on.
 */
final class SoftTimeWarping {
    private SoftTimeWarping() {}

    static int of(Scalars s, int[] x, int[] y, int gamma) {
        int[] above = new int[y.length];
        for (int i = 0; i < x.length; i++) {
            int[] row = new int[y.length];
            for (int j = 0; j < y.length; j++) {
                int cost = s.square(s.subtract(x[i], y[j]));
                if (i > 0 && j > 0) {
                    row[j] = s.add(cost, softMinimum(s, above[j - 1], row[j - 1], above[j], gamma));
                } else {
                    row[j] = i == 0 && j == 0 ? cost : s.add(cost, i == 0 ? row[j - 1] : above[j]);
                }
            }
            above = row;
        }
        return above[y.length - 1];
    }

    /** -gamma ln(e^(-a/gamma) + e^(-b/gamma) + e^(-c/gamma)), with the smallest taken out: its exponential is 1. */
    private static int softMinimum(Scalars s, int a, int b, int c, int gamma) {
        int low = s.select(LESS, a, b, a, b);
        int high = s.select(LESS, a, b, b, a);
        int least = s.select(LESS, low, c, low, c);
        int middle = s.select(LESS, low, c, c, low);
        int others = s.add(
                s.exp(s.divide(s.subtract(least, middle), gamma)), s.exp(s.divide(s.subtract(least, high), gamma)));
        return s.subtract(least, s.multiply(gamma, s.log1p(others)));
    }
}
