package keops.formula;

import static keops.formula.Comparison.EQUAL;
import static keops.formula.Comparison.LESS;
import static keops.formula.Comparison.LESS_OR_EQUAL;

/**
 * B-splines in scalar arithmetic, by the recurrence of Cox (1972) and de Boor (1972): those of order p are mixtures of
 * neighbours of order p - 1, with ratios over spans of p knots. A span of length 0 contributes nothing.
 */
final class Splines {
    private Splines() {}

    static int[] of(Scalars s, int[] knots, int x, int order) {
        int[] splines = new int[knots.length - 1];
        for (int k = 0; k < splines.length; k++) {
            splines[k] = s.select(LESS_OR_EQUAL, knots[k], x,
                    s.indicator(LESS, x, knots[k + 1]), s.constant(0));
        }
        int inside = clamped(s, x, knots[0], knots[knots.length - 1]);
        for (int p = 1; p <= order; p++) {
            splines = raised(s, knots, inside, splines, p);
        }
        return splines;
    }

    /** The splines of order p from those of order p - 1. */
    private static int[] raised(Scalars s, int[] knots, int x, int[] lower, int p) {
        int[] scaled = new int[lower.length];
        for (int k = 0; k < scaled.length; k++) {
            int span = s.subtract(knots[k + p], knots[k]);
            int perSpan = s.select(EQUAL, span, s.constant(0), s.constant(0), s.divide(s.constant(1), span));
            scaled[k] = s.multiply(perSpan, lower[k]);
        }
        int[] splines = new int[lower.length - 1];
        for (int k = 0; k < splines.length; k++) {
            splines[k] = s.add(
                    s.multiply(s.subtract(x, knots[k]), scaled[k]),
                    s.multiply(s.subtract(knots[k + p + 1], x), scaled[k + 1]));
        }
        return splines;
    }

    /** Far from the knots the splines are 0; an infinite x times 0 would be NaN. A NaN stays one. */
    private static int clamped(Scalars s, int x, int low, int high) {
        int above = s.select(LESS, x, low, low, x);
        return s.select(LESS, high, above, high, above);
    }
}
