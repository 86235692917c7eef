package keops.tensor;

/** Conversions between doubles and floating-point numbers of 2 bytes. All roundings are to nearest, ties to even. */
final class Half {
    private static final int BFLOAT16_SHIFT = Float.SIZE - Short.SIZE;
    private static final int BFLOAT16_QUIET = 0x40;

    private Half() {}

    static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << BFLOAT16_SHIFT);
    }

    /** Rounds to nearest; a number beyond the range becomes infinite. */
    static short toFloat16(double value) {
        return Float.floatToFloat16(roundedToOdd(value));
    }

    /** Rounds to nearest; a number beyond the range becomes infinite. */
    static short toBfloat16(double value) {
        int bits = Float.floatToRawIntBits(roundedToOdd(value));
        if (Double.isNaN(value)) {
            return (short) (bits >> BFLOAT16_SHIFT | BFLOAT16_QUIET);
        }
        int isOdd = bits >> BFLOAT16_SHIFT & 1;
        return (short) (bits + ((1 << (BFLOAT16_SHIFT - 1)) - 1) + isOdd >> BFLOAT16_SHIFT);
    }

    /**
     * A float near a double whose last bit is 1 where they differ. It lies on the double's side of every number with
     * fewer bits, so that rounding it again gives what rounding the double at once gives (S. Boldo, G. Melquiond, "When
     * double rounding is odd", 2005).
     */
    private static float roundedToOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || Double.isNaN(value)) {
            return nearest;
        }
        int bits = Float.floatToRawIntBits(nearest);
        int towardsZero = Math.abs((double) nearest) > Math.abs(value) ? bits - 1 : bits;
        return Float.intBitsToFloat(towardsZero | 1);
    }
}
