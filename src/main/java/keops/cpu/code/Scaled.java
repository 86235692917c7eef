package keops.cpu.code;

import keops.formula.Comparison;

/**
 * The parts of a positive finite number 2^k m with m from sqrt(1/2) to sqrt(2); of any other, something.
 *
 * @param exponent k, as a number
 * @param biased k as an integer, and larger by {@link #offset}
 * @param significand m
 */
record Scaled(int exponent, int biased, int significand) {

    /** The parts of a number; subnormal ones are scaled first. */
    static Scaled of(Arithmetic arithmetic, int x) {
        ElementKind kind = arithmetic.kind();
        KernelCode code = arithmetic.code();
        int smallest = code.constant(Math.scalb(1.0, 2 - kind.exponentLimit()));
        int normal = code.select(Comparison.LESS, x, smallest,
                code.multiply(x, code.constant(Math.scalb(1.0, kind.fraction))), x);
        int shift = code.select(Comparison.LESS, x, smallest,
                code.constant(shift(kind) + kind.fraction), code.constant(shift(kind)));
        return of(arithmetic, normal, shift);
    }

    /** The parts of a number that is not subnormal. */
    static Scaled ofNormal(Arithmetic arithmetic, int x) {
        return of(arithmetic, x, arithmetic.code().constant(shift(arithmetic.kind())));
    }

    private static Scaled of(Arithmetic arithmetic, int x, int shift) {
        ElementKind kind = arithmetic.kind();
        KernelCode code = arithmetic.code();
        long root = kind.toBits(Math.sqrt(0.5));
        int bits = code.integerAdd(
                code.toBits(x), code.integerConstant(((long) offset(kind) << kind.fraction) - root));
        int k = code.shiftRight(bits, kind.fraction);
        int number = code.fromBits(
                code.integerOr(k, code.integerConstant(kind.toBits(Math.scalb(1.0, kind.fraction)))));
        int significand = code.fromBits(code.integerAdd(
                code.integerAnd(bits, code.integerConstant((1L << kind.fraction) - 1)), code.integerConstant(root)));
        return new Scaled(code.subtract(number, shift), k, significand);
    }

    /** What k is made larger by, for its bits to be positive. */
    private static int offset(ElementKind kind) {
        return 2 * kind.exponentLimit();
    }

    /** What the number with the bits of k is larger by than k. */
    private static double shift(ElementKind kind) {
        return Math.scalb(1.0, kind.fraction) + offset(kind);
    }

    /** 2^-k, but no smaller than the smallest normal number. */
    int inversePower(Arithmetic arithmetic) {
        ElementKind kind = arithmetic.kind();
        KernelCode code = arithmetic.code();
        int bias = kind.exponentLimit() - 1;
        int limited = code.integerMinimum("MIN", biased, code.integerConstant(offset(kind) + bias - 1));
        int inverse = code.integerSubtract(code.integerConstant(offset(kind) + bias), limited);
        return code.fromBits(code.shiftLeft(inverse, kind.fraction));
    }
}
