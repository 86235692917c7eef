package keops;

/**
 * Numbers of twice the precision of a double, for exact values of exponentials (Dekker 1971; Knuth's TwoSum).
 *
 * @param high the number to double precision
 * @param low the rest
 */
record DoubleDouble(double high, double low) {
    private static final DoubleDouble ONE = new DoubleDouble(1, 0);
    static final DoubleDouble LN2 = new DoubleDouble(0x1.62e42fefa39efp-1, 0x1.abc9e3b39803fp-56);
    private static final int TERMS = 20;
    private static final int HALVINGS = 6;

    DoubleDouble plus(DoubleDouble other) {
        double sum = high + other.high;
        double added = sum - high;
        double lost = (high - (sum - added)) + (other.high - added);
        return normalised(sum, lost + low + other.low);
    }

    DoubleDouble times(DoubleDouble other) {
        double product = high * other.high;
        double lost = Math.fma(high, other.high, -product);
        return normalised(product, lost + high * other.low + low * other.high);
    }

    DoubleDouble times(double factor) {
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
