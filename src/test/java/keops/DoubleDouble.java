package keops;

/**
 * Numbers of twice the precision of a double, for exact values of exponentials (Dekker 1971; Knuth's TwoSum).
 *
 * @param high the number to double precision
 * @param low the rest
 */
public record DoubleDouble(double high, double low) {
    public static final DoubleDouble ONE = new DoubleDouble(1, 0);
    public static final DoubleDouble LN2 = new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
    private static final int TERMS = 20;
    private static final int HALVINGS = 6;

    public DoubleDouble plus(DoubleDouble other) {
        double sum = high + other.high;
        double added = sum - high;
        double lost = (high - (sum - added)) + (other.high - added);
        return normalised(sum, lost + low + other.low);
    }

    public DoubleDouble times(DoubleDouble other) {
        double product = high * other.high;
        double lost = Math.fma(high, other.high, -product);
        return normalised(product, lost + high * other.low + low * other.high);
    }

    public DoubleDouble times(double factor) {
        return times(new DoubleDouble(factor, 0));
    }

    private static DoubleDouble normalised(double high, double low) {
        double sum = high + low;
        return new DoubleDouble(sum, low - (sum - high));
    }

    /** e to the r, for |r| at most 1: a Taylor series of r / 64, squared six times. */
    private static DoubleDouble exponential(DoubleDouble r) {
        DoubleDouble small = r.times(Math.scalb(1.0, -HALVINGS));
        DoubleDouble sum = ONE;
        for (int k = TERMS; k >= 1; k--) {
            sum = ONE.plus(sum.times(small).dividedBy(k));
        }
        for (int k = 0; k < HALVINGS; k++) {
            sum = sum.times(sum);
        }
        return sum;
    }

    private DoubleDouble dividedBy(int divisor) {
        double quotient = high / divisor;
        double rest = Math.fma(-quotient, divisor, high) + low;
        return normalised(quotient, rest / divisor);
    }

    public DoubleDouble minus(DoubleDouble other) {
        return plus(new DoubleDouble(-other.high, -other.low));
    }

    /** A long division in three steps. */
    public DoubleDouble dividedBy(DoubleDouble divisor) {
        double first = high / divisor.high;
        DoubleDouble rest = minus(divisor.times(first));
        double second = rest.high / divisor.high;
        rest = rest.minus(divisor.times(second));
        return new DoubleDouble(first, 0)
                .plus(new DoubleDouble(second, 0))
                .plus(new DoubleDouble(rest.high / divisor.high, 0));
    }

    /** e to this. */
    public DoubleDouble exp() {
        double n = Math.rint(high / Math.log(2));
        DoubleDouble power = exponential(minus(LN2.times(n)));
        return new DoubleDouble(scalb(power.high, (int) n), scalb(power.low, (int) n));
    }

    /** The sine, of at most 1. */
    public DoubleDouble sin() {
        return alternating(1).times(this);
    }

    /** The cosine, of at most 1. */
    public DoubleDouble cos() {
        return alternating(0);
    }

    /** 1 - x^2 / (s + 1) (s + 2) + ...: a Taylor series. */
    private DoubleDouble alternating(int start) {
        DoubleDouble square = times(this);
        DoubleDouble sum = ONE;
        for (int k = TERMS; k >= 1; k--) {
            int divisor = (2 * k + start) * (2 * k + start - 1);
            sum = ONE.minus(sum.times(square).dividedBy(divisor));
        }
        return sum;
    }

    private static double scalb(double a, int n) {
        return Math.scalb(Math.scalb(a, n / 2), n - n / 2);
    }

    /** The distance of a number from this, in units of the last place in double precision; 0 for equal infinities. */
    public double ulpsFrom(double number) {
        return number == high ? Math.abs(low) / Math.ulp(high) : Math.abs((number - high) - low) / Math.ulp(high);
    }

    /** The distance of a number from 2^t, in units of the last place of 2^t in double precision. */
    static double ulpsFromExp2(double t, double number) {
        double n = Math.rint(t);
        return ulps(exponential(LN2.times(t - n)), (int) n, number);
    }

    /** The distance of a number from e^x, in units of the last place of e^x in double precision. */
    static double ulpsFromExp(double x, double number) {
        double n = Math.rint(x / Math.log(2));
        return ulps(exponential(new DoubleDouble(x, 0).plus(LN2.times(-n))), (int) n, number);
    }

    /** Both are scaled to 2^-n, so that nothing overflows. */
    private static double ulps(DoubleDouble power, int n, double number) {
        double scaled = Math.scalb(Math.scalb(number, -n / 2), -n - -n / 2);
        return Math.abs((scaled - power.high) - power.low) / Math.ulp(power.high);
    }
}
