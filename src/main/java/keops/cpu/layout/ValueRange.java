package keops.cpu.layout;

/**
 * What is known of a value before it is computed: a bound of its size and its sign. NaN is in no range but
 * {@link #UNKNOWN}.
 *
 * @param size a bound of the binary logarithm of the size, {@link #UNBOUNDED} for none
 * @param atLeastZero whether it is not negative
 * @param atMostZero whether it is not positive
 */
record ValueRange(int size, boolean atLeastZero, boolean atMostZero) {
    /** From this size on a float may overflow. */
    static final int UNBOUNDED = 126;

    static final ValueRange UNKNOWN = new ValueRange(UNBOUNDED, false, false);

    /** What a rule of a function makes of the ranges of its operands. */
    interface Rule {
        /**
         * The range of the result.
         *
         * @param b the same as {@code a} for functions of one value
         * @param same whether both operands are one value
         */
        ValueRange of(ValueRange a, ValueRange b, boolean same);
    }

    static ValueRange ofConstant(double constant) {
        int size = Double.isNaN(constant) ? UNBOUNDED : Math.clamp(Math.getExponent(constant) + 1L, 0, UNBOUNDED);
        return new ValueRange(size, constant >= 0, constant <= 0);
    }

    /** A value of either sign. */
    static ValueRange ofSize(int size) {
        return new ValueRange(size, false, false);
    }

    /** The range; where it has no bound, nothing else is known. */
    private static ValueRange of(int size, boolean atLeastZero, boolean atMostZero) {
        return size < UNBOUNDED ? new ValueRange(size, atLeastZero, atMostZero) : UNKNOWN;
    }

    boolean isFinite() {
        return size < UNBOUNDED;
    }

    ValueRange negated() {
        return new ValueRange(size, /* atLeastZero= */ atMostZero, /* atMostZero= */ atLeastZero);
    }

    ValueRange magnitude() {
        return new ValueRange(size, true, false);
    }

    ValueRange squareRoot() {
        return atLeastZero && isFinite() ? magnitude() : UNKNOWN;
    }

    ValueRange floor() {
        return new ValueRange(Math.min(size + 1, UNBOUNDED), false, false);
    }

    /** Of a function whose values are at most 2 in size, wherever it is defined for all finite numbers. */
    ValueRange bounded() {
        return isFinite() ? ofSize(1) : UNKNOWN;
    }

    /** The same with the sign of the operand. */
    ValueRange boundedWithSign() {
        return isFinite() ? new ValueRange(1, atLeastZero, atMostZero) : UNKNOWN;
    }

    ValueRange plus(ValueRange b) {
        return of(Math.max(size, b.size) + 1, atLeastZero && b.atLeastZero, atMostZero && b.atMostZero);
    }

    /** The sum of some values of this range. */
    ValueRange summed(int terms) {
        return of(size + Integer.SIZE - Integer.numberOfLeadingZeros(terms), atLeastZero, atMostZero);
    }

    /** The product; the square where both operands are the same value. */
    ValueRange times(ValueRange b, boolean same) {
        boolean isNotNegative = same || atLeastZero && b.atLeastZero || atMostZero && b.atMostZero;
        boolean isNotPositive = !same && (atLeastZero && b.atMostZero || atMostZero && b.atLeastZero);
        return of(size + b.size, isNotNegative, isNotPositive);
    }

    /** One of two values. */
    ValueRange or(ValueRange b) {
        return of(Math.max(size, b.size), atLeastZero && b.atLeastZero, atMostZero && b.atMostZero);
    }

    /** The smaller of two values. */
    ValueRange minimum(ValueRange b) {
        return of(Math.max(size, b.size), atLeastZero && b.atLeastZero, atMostZero || b.atMostZero);
    }
}
