package keops.cpu.code;

import keops.formula.Comparison;

/**
 * Powers as vector code: 2 to the y log2 |x|, whose logarithm is a sum of two numbers (high and low), and signs,
 * zeros and infinities as {@link Math#pow} has them. Largest errors measured: 1.1 ulp, subnormal results included.
 */
final class Powers {
    /**
     * log2 m = s (C1 + z (C3 + z R(z))) with s = (m - 1) / (m + 1) and z = s^2. C1 = 2 / ln 2 and C3 = C1 / 3 with what
     * rounding took from them; R is a minimax polynomial of the relative error of the logarithm (Remez exchange):
     * degree 2, error 8.5e-12; degree 6, error 1.1e-20.
     */
    private static final double[] C1_FLOAT = {0x1.715476p1, 0x1.4ae0cp-25};

    private static final double[] C1_DOUBLE = {0x1.71547652b82fep1, 0x1.777d0ffda0d24p-55};
    private static final double[] C3_FLOAT = {0x1.ec709ep-1, -0x1.e2fe02p-28};
    private static final double[] C3_DOUBLE = {0x1.ec709dc3a03fdp-1, 0x1.d27f05548af0cp-55};
    private static final double[] R_FLOAT = {0x1.27770ep-1, 0x1.a5bbfep-2, 0x1.59ed6ap-2};
    private static final double[] R_DOUBLE = {
        0x1.2776c50ef9d23p-1, 0x1.a61762a759be1p-2, 0x1.484b142171fd6p-2, 0x1.0c9a63e3ac2c9p-2, 0x1.c69f87960c8b9p-3,
        0x1.87b1276b7f048p-3, 0x1.85e588ecbfee9p-3
    };

    /** (2^r - 1) / r on [-1/2, 1/2], made alike: degree 5, error of 2^r 1.6e-8; degree 10, error 1.4e-17. */
    private static final double[] POWER_FLOAT = {
        0x1.62e43p-1, 0x1.ebfbdcp-3, 0x1.c6aee8p-5, 0x1.3b2d4cp-7, 0x1.5f3e58p-10, 0x1.41fbc6p-13
    };

    private static final double[] POWER_DOUBLE = {
        0x1.62e42fefa39efp-1, 0x1.ebfbdff82c5a4p-3, 0x1.c6b08d7049fe8p-5, 0x1.3b2ab6fba0112p-7, 0x1.5d87fe78cd64dp-10,
        0x1.4309130eda444p-13, 0x1.ffcbfba9a2c9bp-17, 0x1.62bfc7999f4b5p-20, 0x1.b5267c9d5663ep-24,
        0x1.e61b55f60e847p-28, 0x1.e79c1a590f332p-32
    };

    private final ElementKind kind;
    private final KernelCode code;
    private final Arithmetic arithmetic;

    Powers(Arithmetic arithmetic) {
        this.kind = arithmetic.kind();
        this.code = arithmetic.code();
        this.arithmetic = arithmetic;
    }

    /** A number as the sum of two, of which the low one is small. */
    private record Pair(int high, int low) {}

    /** x^y. */
    int power(int x, int y) {
        int a = code.absolute(x);
        int infinity = code.constant(Double.POSITIVE_INFINITY);
        Pair logarithm = logarithm(a);
        int finite = code.select(Comparison.LESS, a, infinity, logarithm.high, a);
        int high = code.select(
                Comparison.EQUAL, a, code.constant(0), code.constant(Double.NEGATIVE_INFINITY), finite);
        int exponent = code.multiply(y, high);
        int rest = code.fma(y, logarithm.low, arithmetic.lostByProduct(y, high, exponent));
        int power = signed(x, y, powerOfTwo(exponent, rest));
        return code.select(Comparison.EQUAL, y, code.constant(0), code.constant(1), power);
    }

    /** log2 of a positive finite number. */
    private Pair logarithm(int a) {
        Scaled scaled = Scaled.of(arithmetic, a);
        Pair s = quotient(scaled.significand());
        int z = arithmetic.square(s.high);
        int zLow = code.fma(code.add(s.high, s.high), s.low, arithmetic.lostByProduct(s.high, s.high, z));
        int tail = code.multiply(z, arithmetic.polynomial(arithmetic.choose(R_FLOAT, R_DOUBLE), z));
        Pair third = sum(arithmetic.choose(C3_FLOAT, C3_DOUBLE), tail, code.constant(0));
        Pair product = product(new Pair(z, zLow), third);
        Pair first = sum(arithmetic.choose(C1_FLOAT, C1_DOUBLE), product.high, product.low);
        Pair ofSignificand = product(s, first);
        int k = scaled.exponent();
        int high = code.add(k, ofSignificand.high);
        return new Pair(high, code.add(arithmetic.lostBySum(k, ofSignificand.high, high), ofSignificand.low));
    }

    /** (m - 1) / (m + 1). */
    private Pair quotient(int m) {
        int one = code.constant(1);
        int dividend = code.subtract(m, one);
        int divisor = code.add(one, m);
        int inverse = code.divide(one, divisor);
        int high = code.multiply(dividend, inverse);
        int rest = arithmetic.minusProduct(high, divisor, dividend);
        rest = arithmetic.minusProduct(high, arithmetic.lostBySum(one, m, divisor), rest);
        return new Pair(high, code.multiply(rest, inverse));
    }

    private Pair sum(double[] constant, int high, int low) {
        int first = code.constant(constant[0]);
        int sum = code.add(first, high);
        return new Pair(sum, code.add(
                arithmetic.lostBySum(first, high, sum), code.add(code.constant(constant[1]), low)));
    }

    private Pair product(Pair a, Pair b) {
        int high = code.multiply(a.high, b.high);
        int low = code.fma(a.high, b.low, arithmetic.lostByProduct(a.high, b.high, high));
        return new Pair(high, code.fma(a.low, b.high, low));
    }

    /** 2^(t + rest), down to subnormal numbers: 2^n is multiplied in two steps. */
    private int powerOfTwo(int t, int rest) {
        int top = code.constant(kind.exponentLimit() + 1);
        int bottom = code.constant(-(kind.exponentLimit() + kind.fraction + 2));
        int limited = code.select(Comparison.LESS, top, t, top, t);
        limited = code.select(Comparison.LESS, t, bottom, bottom, limited);
        int kept = code.select(Comparison.EQUAL, t, limited, rest, code.constant(0));
        int shift = code.constant(arithmetic.wholeShift());
        int shifted = code.add(limited, shift);
        int r = code.add(code.subtract(limited, code.subtract(shifted, shift)), kept);
        int p = code.fma(arithmetic.polynomial(arithmetic.choose(POWER_FLOAT, POWER_DOUBLE), r), r, code.constant(1));
        int bias = kind.exponentLimit() - 1;
        int n = code.integerSubtract(code.toBits(shifted),
                code.integerConstant(kind.toBits(arithmetic.wholeShift()) - 2L * bias));
        int half = code.shiftRight(n, 1);
        int other = code.integerSubtract(n, half);
        int once = code.multiply(p, code.fromBits(code.shiftLeft(half, kind.fraction)));
        return code.multiply(once, code.fromBits(code.shiftLeft(other, kind.fraction)));
    }

    /** Gives a power of |x| its sign: y is even, odd, or a fraction, for which x must not be negative and finite. */
    private int signed(int x, int y, int power) {
        double largest = Math.scalb(1.0, kind.fraction + 1);
        int shift = code.constant(largest);
        int size = code.fromBits(code.integerMinimum(
                "MIN", code.toBits(code.absolute(y)), code.integerConstant(kind.toBits(largest))));
        int fromEven = code.absolute(code.subtract(size, code.subtract(code.add(size, shift), shift)));
        int zero = code.constant(0);
        int finite = code.select(Comparison.LESS, code.constant(Double.NEGATIVE_INFINITY), x,
                code.constant(Double.NaN), power);
        int fraction = code.select(Comparison.LESS, x, zero, finite, power);
        int even = code.select(Comparison.EQUAL, fromEven, zero, power, fraction);
        return code.select(Comparison.EQUAL, fromEven, code.constant(1),
                arithmetic.flip(power, arithmetic.sign(x)), even);
    }
}
