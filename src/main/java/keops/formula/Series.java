package keops.formula;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * The start of a Laurent series in a small positive h: {@code c_0 h^order + c_1 h^(order+1) + ...}, of which as many
 * terms are known as there are coefficients. Coefficients that cancel but for rounding are 0. A function without such a
 * series, as the logarithm at 0, is {@link #NONE}, and so is every function of it.
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by sign only.
record Series(int order, double[] c) {
    private static final int TERMS = 10;
    /** The order of an exact 0. */
    private static final int NEVER = 1 << 20;
    private static final double ROUNDING = 1e-13;

    static final Series NONE = new Series(0, new double[] {Double.NaN});
    private static final Series ZERO = new Series(NEVER, new double[0]);

    static Series of(double value) {
        if (value == 0) {
            return ZERO;
        }
        return Double.isNaN(value) ? NONE : new Series(0, Arrays.copyOf(new double[] {value}, TERMS));
    }

    /** {@code value + slope h}. */
    static Series line(double value, double slope) {
        return leading(0, Arrays.copyOf(new double[] {value, slope}, TERMS));
    }

    /** Without zeros in front. */
    private static Series leading(int order, double[] c) {
        int first = 0;
        while (first < c.length && c[first] == 0) {
            first++;
        }
        return first == 0 ? new Series(order, c) : new Series(order + first, Arrays.copyOfRange(c, first, c.length));
    }

    /** The first power whose coefficient is unknown. */
    private int end() {
        return order + c.length;
    }

    private boolean isNone() {
        return c.length > 0 && Double.isNaN(c[0]);
    }

    /** The coefficient of a power of h; NaN where it is not known. */
    double at(int power) {
        if (power >= end()) {
            return order >= NEVER / 2 ? 0 : Double.NaN;
        }
        return power < order ? 0 : c[power - order];
    }

    /** -1, 0 or 1 for small h; NaN where nothing is known. */
    double sign() {
        return c.length == 0 ? order >= NEVER / 2 ? 0 : Double.NaN : Math.signum(c[0]);
    }

    /** The value at h = 0 if it is finite; else NaN. */
    double value() {
        return order < 0 ? Double.NaN : at(0);
    }

    /** Whether this does not change with h. */
    boolean isNumber() {
        return order >= NEVER / 2 || order == 0 && Arrays.stream(c).skip(1).allMatch(x -> x == 0);
    }

    Series scaled(double factor) {
        return map(x -> factor * x);
    }

    private Series map(DoubleUnaryOperator function) {
        return new Series(order, Arrays.stream(c).map(function).toArray());
    }

    Series plus(Series other) {
        int start = Math.min(order, other.order);
        int stop = Math.min(end(), other.end());
        if (stop <= start) {
            return new Series(stop, new double[0]);
        }
        double[] sum = new double[Math.min(stop - start, TERMS)];
        for (int k = 0; k < sum.length; k++) {
            double a = at(start + k);
            double b = other.at(start + k);
            sum[k] = cleared(a + b, Math.abs(a) + Math.abs(b));
        }
        Series made = leading(start, sum);
        return made.c.length == 0 && isNumber() && other.isNumber() ? ZERO : made;
    }

    /** A sum, or 0 where its terms, of this magnitude together, cancel but for rounding; what is infinite stays so. */
    private static double cleared(double sum, double magnitude) {
        return Double.isFinite(sum) && Math.abs(sum) <= ROUNDING * magnitude ? 0 : sum;
    }

    Series minus(Series other) {
        return plus(other.scaled(-1));
    }

    Series times(Series other) {
        if (isNone() || other.isNone()) {
            return NONE;
        }
        double[] product = new double[Math.min(c.length, other.c.length)];
        for (int k = 0; k < product.length; k++) {
            double magnitude = 0;
            for (int j = 0; j <= k; j++) {
                product[k] += c[j] * other.c[k - j];
                magnitude += Math.abs(c[j] * other.c[k - j]);
            }
            product[k] = cleared(product[k], magnitude);
        }
        return new Series(Math.min(order + other.order, NEVER), product);
    }

    Series over(Series other) {
        return times(other.power(-1));
    }

    /** This to a constant power. */
    Series power(double exponent) {
        double start = order * exponent;
        if (isNone() || Double.isNaN(exponent)) {
            return NONE;
        } else if (exponent == 0) {
            return of(1);
        } else if (c.length == 0) {
            return order >= NEVER / 2 && exponent > 0 ? ZERO : NONE;
        } else if (start != Math.rint(start) || c[0] < 0 && exponent != Math.rint(exponent)) {
            return NONE;
        }
        double[] power = new double[c.length];
        power[0] = Math.pow(c[0], exponent);
        for (int k = 1; k < power.length; k++) {
            for (int j = 1; j <= k; j++) {
                power[k] += (j * exponent - (k - j)) * c[j] * power[k - j];
            }
            power[k] /= k * c[0];
        }
        return new Series((int) start, power);
    }

    /** This as a polynomial in h, without negative powers. */
    private double[] taylor() {
        double[] coefficients = new double[Math.clamp(end(), 0, TERMS)];
        Arrays.setAll(coefficients, this::at);
        return coefficients;
    }

    private boolean isFinite() {
        return order >= 0 && end() > 0;
    }

    Series exponential() {
        if (!isFinite()) {
            return NONE;
        }
        double[] a = taylor();
        double[] e = new double[a.length];
        e[0] = Math.exp(a[0]);
        for (int k = 1; k < e.length; k++) {
            for (int j = 1; j <= k; j++) {
                e[k] += j * a[j] * e[k - j] / k;
            }
        }
        return leading(0, e);
    }

    Series logarithm() {
        if (order != 0 || c.length == 0 || c[0] <= 0) {
            return NONE;
        }
        return derivative().over(this).integral(Math.log(c[0]));
    }

    /** The derivative by h. */
    private Series derivative() {
        double[] a = taylor();
        double[] slopes = new double[Math.max(0, a.length - 1)];
        Arrays.setAll(slopes, k -> (k + 1) * a[k + 1]);
        return leading(0, slopes);
    }

    /** The integral from 0, plus a constant. */
    private Series integral(double constant) {
        if (order < 0) {
            return NONE;
        }
        double[] a = taylor();
        double[] integral = new double[a.length + 1];
        integral[0] = constant;
        for (int k = 1; k < integral.length; k++) {
            integral[k] = a[k - 1] / k;
        }
        return leading(0, integral);
    }

    /** Sine and cosine. */
    Series[] circle() {
        if (!isFinite()) {
            return new Series[] {NONE, NONE};
        }
        double[] a = taylor();
        double[] sine = new double[a.length];
        double[] cosine = new double[a.length];
        sine[0] = Math.sin(a[0]);
        cosine[0] = Math.cos(a[0]);
        for (int k = 1; k < a.length; k++) {
            for (int j = 1; j <= k; j++) {
                sine[k] += j * a[j] * cosine[k - j] / k;
                cosine[k] -= j * a[j] * sine[k - j] / k;
            }
        }
        return new Series[] {leading(0, sine), leading(0, cosine)};
    }

    Series hyperbolicTangent() {
        Series e = scaled(2).exponential();
        return e.minus(of(1)).over(e.plus(of(1)));
    }

    Series arctangent() {
        return isFinite() ? derivative().over(of(1).plus(times(this))).integral(Math.atan(at(0))) : NONE;
    }

    Series arcsine() {
        return isFinite() ? derivative().times(of(1).minus(times(this)).power(-0.5)).integral(Math.asin(at(0))) : NONE;
    }

    /** The floor, where it does not jump. */
    Series floor() {
        return isFinite() && at(0) != Math.rint(at(0)) ? of(Math.floor(at(0))) : NONE;
    }
}
