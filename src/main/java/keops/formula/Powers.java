package keops.formula;

/** Whole powers and decimal rounding, in scalar arithmetic. */
final class Powers {
    /** Above this power the general function is both faster and more accurate than multiplying. */
    private static final int LARGEST_PRODUCT = 32;

    private Powers() {}

    /** a to a whole power: products for small ones (m = 0 gives 1), so that negative bases are exact. */
    static int integer(Scalars s, int a, int power) {
        if (Math.abs((long) power) > LARGEST_PRODUCT) {
            return s.pow(a, s.constant(power));
        }
        if (power == 0) {
            return s.constant(1);
        }
        int product = product(s, a, Math.abs(power));
        return power > 0 ? product : s.divide(s.constant(1), product);
    }

    private static int product(Scalars s, int a, int power) {
        if (power == 1) {
            return a;
        }
        int half = product(s, a, power / 2);
        int square = s.square(half);
        return power % 2 == 0 ? square : s.multiply(square, a);
    }

    /** round(a 10^decimals) / 10^decimals, half away from zero; what has no such decimals is left alone. */
    static int round(Scalars s, int a, int decimals) {
        if (decimals == 0) {
            return whole(s, a);
        }
        int scale = s.constant(Math.pow(10, (double) Math.abs((long) decimals)));
        if (decimals > 0) {
            // From 2^53 on every number is whole, and 10^decimals or the product may be infinite.
            int scaled = s.multiply(a, scale);
            return s.select(Comparison.LESS, s.abs(scaled), s.constant(0x1p53), s.divide(whole(s, scaled), scale), a);
        }
        // A scale beyond the compute type is infinite, and 0 times it would be NaN.
        int multiples = whole(s, s.divide(a, scale));
        return s.select(Comparison.EQUAL, multiples, s.constant(0), multiples, s.multiply(multiples, scale));
    }

    /** Half away from zero. The fraction |a| - floor|a| is exact, which floor(|a| + 1/2) would not be. */
    private static int whole(Scalars s, int a) {
        int magnitude = s.abs(a);
        int floor = s.floor(magnitude);
        int fraction = s.subtract(magnitude, floor);
        int up = s.add(floor, s.indicator(Comparison.LESS_OR_EQUAL, s.constant(0.5), fraction));
        return s.select(Comparison.LESS, a, s.constant(0), s.negate(up), up);
    }
}
