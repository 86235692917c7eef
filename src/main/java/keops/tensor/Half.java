package keops.tensor;

/** Numbers of 2 bytes from doubles and back. All roundings are to the nearest number, ties to the even one. */
final class Half {
    private static final int BFLOAT16_SHIFT = Float.SIZE - Short.SIZE;
    private static final int BFLOAT16_QUIET = 0x40;

    private Half() {}

    static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << BFLOAT16_SHIFT);
    }

    /** Infinite where the number is too large. */
    static short toFloat16(double value) {
        return Float.floatToFloat16(roundedToOdd(value));
    }

    /** Infinite where the number is too large. */
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
