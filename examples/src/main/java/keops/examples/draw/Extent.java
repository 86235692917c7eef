package keops.examples.draw;

import org.jfree.data.Range;

/** The interval that the data of an axis fill. */
final class Extent {
    private static final double MARGIN = 0.04;

    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;
    private double smallestPositive = Double.POSITIVE_INFINITY;
    private boolean isFixed;

    void include(double value) {
        if (Double.isFinite(value) && !isFixed) {
            low = Math.min(low, value);
            high = Math.max(high, value);
            smallestPositive = value > 0 ? Math.min(smallestPositive, value) : smallestPositive;
        }
    }

    /** From now on data do not change the interval. */
    void fix(double from, double to) {
        if (!(from < to)) {
            throw new IllegalArgumentException("an axis needs numbers low < high, but " + from + " and " + to
                    + " came");
        }
        low = from;
        high = to;
        isFixed = true;
    }

    /** The interval of the axis, which is a little longer than the data unless it was fixed. */
    Range range(boolean isLogarithmic) {
        if (isFixed) {
            return new Range(low, high);
        }
        if (isLogarithmic) {
            if (smallestPositive > high) {
                return new Range(1, 10);
            }
            double factor = Math.max(Math.pow(high / smallestPositive, MARGIN), 1.1);
            return new Range(smallestPositive / factor, high * factor);
        }
        if (low > high) {
            return new Range(0, 1);
        }
        double margin = high > low ? MARGIN * (high - low) : Math.max(0.5, Math.abs(low) * MARGIN);
        return new Range(low - margin, high + margin);
    }
}
