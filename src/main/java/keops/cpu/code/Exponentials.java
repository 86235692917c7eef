package keops.cpu.code;

/**
 * Exponentials as vector code. Below 2^-125.5 (float32) or 2^-1021.5 (float64) the result is 0, above the largest
 * number it is +infinity, NaN gives NaN. Largest errors: 2 ulp in float32, 1.3 ulp in float64.
 */
final class Exponentials {
    /**
     * 2^r on [-1/2, 1/2]. Minimax polynomials of the relative error with the constant term fixed to 1 (Remez exchange):
     * degree 5, error 4.3e-7 before the last term is tuned in float32; degree 11, error 1.8e-17.
     */
    private static final double[] EXP2_FLOAT = {
        1, 0x1.62e42ap-1, 0x1.ebf9c2p-3, 0x1.c6b6dap-5, 0x1.3ce8b2p-7, 0x1.5bd97cp-10
    };

    private static final double[] EXP2_DOUBLE = {
        1, 0x1.62e42fefa39f3p-1, 0x1.ebfbdff82c598p-3, 0x1.c6b08d7048f31p-5, 0x1.3b2ab6fba1e1bp-7,
        0x1.5d87fe7bbbf9dp-10, 0x1.430913096124bp-13, 0x1.ffcbee3a8de24p-17, 0x1.62bfd49ec16c4p-20,
        0x1.b54168a8bdf71p-24, 0x1.e605f97af40c1p-28, 0x1.c061f4e1ab84bp-32
    };

    /** e^r on [-ln 2 / 2, ln 2 / 2], made alike: degree 6, error 2.6e-9; degree 11, error 1.8e-17. */
    private static final double[] EXP_FLOAT = {
        1, 1, 0x1.000002p-1, 0x1.5553c2p-3, 0x1.555160p-5, 0x1.12903ep-7, 0x1.709b5ep-10
    };

    private static final double[] EXP_DOUBLE = {
        1, 0x1.0000000000003p+0, 0x1.0000000000005p-1, 0x1.5555555554827p-3, 0x1.55555555520f6p-5,
        0x1.1111111379dfbp-7, 0x1.6c16c17f3311cp-10, 0x1.a019f625da3eap-13, 0x1.a019a6989040ep-16,
        0x1.71f60fead5ac3p-19, 0x1.28a295f36776ap-22, 0x1.8acf8012088ecp-26
    };

    private static final double LN2 = 0x1.62e42fefa39efp-1;

    private final ElementKind kind;
    private final KernelCode code;
    private final Arithmetic arithmetic;

    Exponentials(Arithmetic arithmetic) {
        this.kind = arithmetic.kind();
        this.code = arithmetic.code();
        this.arithmetic = arithmetic;
    }

    /** e^x, by what is known of x. */
    int exp(int x, Exponent exponent) {
        return exponent == Exponent.NOT_POSITIVE ? expOfNotPositive(x) : expOfAny(x, exponent);
    }

    /** 2^t, by what is known of t. */
    int exp2(int t, Exponent exponent) {
        return exponent == Exponent.NOT_POSITIVE ? exp2OfNotPositive(t) : exp2OfAny(t, exponent);
    }

    /** e^x where that is a normal number, or NaN. */
    int expOfModerate(int x) {
        int shifted = code.fma(x, code.constant(1 / LN2), code.constant(roundingShift() + 1));
        int whole = code.subtract(shifted, code.constant(roundingShift() + 1));
        return scaled(polynomial(EXP_FLOAT, EXP_DOUBLE, remainder(x, whole), 1), shifted);
    }

    /** t = n + r with n whole: 2^t = 2^n 2^r. */
    private int exp2OfAny(int t, Exponent exponent) {
        int limit = kind.exponentLimit();
        int clamped = atLeast(t, -(limit - 2), exponent);
        int shifted = code.add(atMost(clamped, limit + 1), code.constant(roundingShift()));
        int whole = code.subtract(shifted, code.constant(roundingShift()));
        int r = code.subtract(clamped, whole);
        return scaled(polynomial(EXP2_FLOAT, EXP2_DOUBLE, r, 2), shifted);
    }

    private int exp2OfNotPositive(int t) {
        int clamped = atLeast(t, -(kind.exponentLimit() - 1));
        int shifted = code.add(clamped, code.constant(roundingShift() + 1));
        int whole = code.subtract(shifted, code.constant(roundingShift() + 1));
        int r = code.subtract(clamped, whole);
        return scaled(polynomial(EXP2_FLOAT, EXP2_DOUBLE, r, 1), shifted);
    }

    private int expOfNotPositive(int x) {
        int clamped = atLeast(x, -(kind.exponentLimit() - 1) * LN2);
        int shifted = code.fma(clamped, code.constant(1 / LN2), code.constant(roundingShift() + 1));
        int whole = code.subtract(shifted, code.constant(roundingShift() + 1));
        return scaled(polynomial(EXP_FLOAT, EXP_DOUBLE, remainder(clamped, whole), 1), shifted);
    }

    private int atLeast(int a, double limit, Exponent exponent) {
        return exponent == Exponent.ANY ? atLeastOrNaN(a, limit) : atLeast(a, limit);
    }

    /**
     * The maximum of a number and a negative limit. Ordered by their bits as unsigned integers, positive numbers are
     * below all negative ones, and the lower of those are the larger.
     */
    private int atLeast(int a, double limit) {
        return code.fromBits(code.integerMinimum("UMIN", code.toBits(a), code.integerConstant(kind.toBits(limit))));
    }

    /** x - n ln 2, with ln 2 in two parts. */
    private int remainder(int x, int n) {
        double ln2High = kind == ElementKind.FLOAT ? (float) LN2 : LN2;
        double ln2Low = kind == ElementKind.FLOAT ? LN2 - (float) LN2 : 0x1.abc9e3b39803fp-56;
        return code.fma(n, code.constant(-ln2Low), code.fma(n, code.constant(-ln2High), x));
    }

    /** x = n ln 2 + r with n whole, ln 2 in two parts: e^x = 2^n e^r. */
    private int expOfAny(int x, Exponent exponent) {
        int limit = kind.exponentLimit();
        int clamped = atLeast(x, -(limit - 2) * LN2, exponent);
        int shifted = code.fma(
                atMost(clamped, (limit + 1) * LN2), code.constant(1 / LN2), code.constant(roundingShift()));
        int whole = code.subtract(shifted, code.constant(roundingShift()));
        return scaled(polynomial(EXP_FLOAT, EXP_DOUBLE, remainder(clamped, whole), 2), shifted);
    }

    /**
     * Adding this rounds to a whole number n, whose value plus the exponent bias less 1 then stands in the lowest bits
     * of the sum.
     */
    private double roundingShift() {
        return 1.5 * Math.scalb(1.0, kind.fraction) + (kind.exponentLimit() - 2);
    }

    /**
     * The maximum of a number and a negative limit that leaves every NaN alone. Ordered by their bits, the numbers
     * below the limit are the largest unsigned integers but for the negative NaNs; adding one less than the smallest
     * normal number's bits wraps those around to the smallest.
     */
    private int atLeastOrNaN(int a, double limit) {
        long offset = (1L << kind.fraction) - 1;
        int wrapped = code.integerAdd(code.toBits(a), code.integerConstant(offset));
        int clamped = code.integerMinimum("UMIN", wrapped, code.integerConstant(kind.toBits(limit) + offset));
        return code.fromBits(code.integerSubtract(clamped, code.integerConstant(offset)));
    }

    /** The minimum of a number and a positive limit; a positive NaN becomes the limit, so keep the number too. */
    private int atMost(int a, double limit) {
        return code.fromBits(
                code.integerMinimum("MIN", code.toBits(a), code.integerConstant(kind.toBits(limit))));
    }

    /**
     * p 2^n: over the whole range, the coefficients carry a factor 2, so that n - 1 fits the exponent of any result.
     */
    private int scaled(int p, int shifted) {
        return code.multiply(p, code.fromBits(code.shiftLeft(code.toBits(shifted), kind.fraction)));
    }

    private int polynomial(double[] ofFloat, double[] ofDouble, int r, int factor) {
        return arithmetic.polynomial(Arithmetic.scaled(arithmetic.choose(ofFloat, ofDouble), factor), r);
    }
}
