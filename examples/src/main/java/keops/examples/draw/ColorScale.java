package keops.examples.draw;

import java.awt.Color;
import java.util.Objects;
import keops.tensor.Tensor;

/**
 * A colour map for the numbers of an interval.
 *
 * @param map the colours
 * @param low the number at the lower end of the map
 * @param high the number at its upper end
 * @param label what the numbers are, beside the colour bar; empty if there shall be no bar
 */
public record ColorScale(ColorMap map, double low, double high, String label) {
    /** Checks the interval. */
    public ColorScale {
        Objects.requireNonNull(map, "map");
        Objects.requireNonNull(label, "label");
        if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
            throw new IllegalArgumentException("a scale needs finite numbers low < high, but " + low + " and " + high
                    + " came");
        }
    }

    /** Viridis from the smallest to the largest of the finite numbers. */
    public static ColorScale of(Tensor values, String label) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (long k = 0; k < values.count(); k++) {
            double value = values.doubleAt(k);
            if (Double.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            throw new IllegalArgumentException("there is no finite number among the values of '" + label + "'");
        }
        return new ColorScale(ColorMap.VIRIDIS, low, high > low ? high : low + 1, label);
    }

    /** The diverging map from minus to plus the largest absolute value. */
    public static ColorScale symmetric(Tensor values, String label) {
        ColorScale scale = of(values, label);
        double high = Math.max(Math.abs(scale.low), Math.abs(scale.high));
        return new ColorScale(ColorMap.DIVERGING, -high, high, label);
    }

    /** The colour of a number. */
    public Color color(double value) {
        return map.at(share(value));
    }

    int rgb(double value) {
        return map.rgb(share(value));
    }

    private double share(double value) {
        return (value - low) / (high - low);
    }
}
