package keops.cpu.code;

import keops.formula.Comparison;

/**
 * Sine and cosine as vector code: |x| = n pi/2 + r with n whole and |r| at most pi/4. What that is not good
 * for is rare: {@link LargeAngles}. Largest errors: 1.6 ulp in float32 (of all numbers), 1 ulp in float64.
 */
final class Trigonometry {
    /**
     * (sin r - r) / r^3 and (cos r - 1 + r^2 / 2) / r^4 as functions of r^2, for r up to pi/4: minimax polynomials of
     * the relative error of sine and cosine (Remez exchange); degree 2, errors 4e-9 and 1.2e-10; degree 5, errors
     * 3.8e-18 and 5.7e-20.
     */
    private static final double[] SINE_FLOAT = {-0x1.555546p-3, 0x1.110778p-7, -0x1.99540ap-13};

    private static final double[] SINE_DOUBLE = {
        -0x1.5555555555548p-3, 0x1.111111110f73p-7, -0x1.a01a019be9215p-13, 0x1.71de35552b247p-19,
        -0x1.ae5e4b83b7584p-26, 0x1.5d8b5585aed64p-33
    };

    private static final double[] COSINE_FLOAT = {0x1.55554ap-5, -0x1.6c0c28p-10, 0x1.99e80cp-16};

    private static final double[] COSINE_DOUBLE = {
        0x1.555555555554bp-5, -0x1.6c16c16c15015p-10, 0x1.a01a019c8f25ap-16, -0x1.27e4f7f191d98p-22,
        0x1.1ee9dbcf8d33bp-29, -0x1.8fa684e7eccf9p-37
    };

    /**
     * pi/2 in parts of 24 and 53 bits: the products of a whole number and the first take nothing from the remainder.
     */
    private static final double[] PARTS_FLOAT = {0x1.921fb4p0, 0x1.4442dp-24, 0x1.846988p-48, 0x1.8cc516p-72};

    private static final double[] PARTS_DOUBLE = {
        0x1.921fb54442d18p0, 0x1.1a62633145c06p-54, 0x1.c1cd129024e08p-107, 0x1.14cf98e804177p-160
    };

    private final KernelCode code;
    private final Arithmetic arithmetic;

    Trigonometry(Arithmetic arithmetic) {
        this.code = arithmetic.code();
        this.arithmetic = arithmetic;
    }

    /**
     * An angle.
     *
     * @param quarter the number of quarter turns, in the two lowest bits
     * @param r what is left
     * @param rest what is left beyond the precision of r
     */
    private record Angle(int quarter, int r, int rest) {}

    int sine(int x) {
        int a = code.absolute(x);
        Angle angle = angle(a);
        int sine = value(angle, angle.quarter);
        code.replaceRare(a, limit(), sine, LargeAngles.SINE);
        return arithmetic.flip(sine, arithmetic.sign(x));
    }

    int cosine(int x) {
        int a = code.absolute(x);
        Angle angle = angle(a);
        int cosine = value(angle, code.integerAdd(angle.quarter, code.integerConstant(1)));
        code.replaceRare(a, limit(), cosine, LargeAngles.COSINE);
        return cosine;
    }

    private double limit() {
        return LargeAngles.limit(arithmetic.kind());
    }

    private Angle angle(int a) {
        double[] parts = arithmetic.choose(PARTS_FLOAT, PARTS_DOUBLE);
        int shift = code.constant(arithmetic.wholeShift());
        int shifted = code.fma(a, code.constant(2 / Math.PI), shift);
        int quarter = code.toBits(shifted);
        int n = code.subtract(shifted, shift);
        int first = code.fma(n, code.constant(-parts[0]), a);
        if (!isCompensated()) {
            int second = code.fma(n, code.constant(-parts[1]), first);
            return new Angle(quarter, second, code.multiply(n, code.constant(-parts[2])));
        }
        int product = code.multiply(n, code.constant(parts[1]));
        int second = code.subtract(first, product);
        int rest = code.subtract(code.subtract(code.subtract(first, second), product),
                arithmetic.lostByProduct(n, code.constant(parts[1]), product));
        rest = code.fma(n, code.constant(-parts[2]), rest);
        rest = code.fma(n, code.constant(-parts[3]), rest);
        int r = code.add(second, rest);
        return new Angle(quarter, r, arithmetic.lostBySum(second, rest, r));
    }

    /** In float32, the rounding of an angle and of 1 - r^2 / 2 leaves errors below 2 ulp. */
    private boolean isCompensated() {
        return arithmetic.kind() == ElementKind.DOUBLE;
    }

    /** The sine of an angle with another number of quarter turns: sin r or cos r, with a sign. */
    private int value(Angle angle, int quarter) {
        int odd = code.shiftLeft(quarter, arithmetic.kind().bits - 1);
        int choice = code.fromBits(code.integerOr(odd, arithmetic.oneBits()));
        int value = code.select(Comparison.LESS, choice, code.constant(0), cosineOfRest(angle), sineOfRest(angle));
        int back = code.shiftLeft(code.shiftRight(quarter, 1), arithmetic.kind().bits - 1);
        return arithmetic.flip(value, back);
    }

    private int sineOfRest(Angle angle) {
        int r = angle.r;
        int square = arithmetic.square(r);
        int p = arithmetic.polynomial(arithmetic.choose(SINE_FLOAT, SINE_DOUBLE), square);
        int cube = code.multiply(r, square);
        return code.add(r, code.fma(cube, p, angle.rest));
    }

    private int cosineOfRest(Angle angle) {
        int square = arithmetic.square(angle.r);
        int p = arithmetic.polynomial(arithmetic.choose(COSINE_FLOAT, COSINE_DOUBLE), square);
        int one = code.constant(1);
        int minusHalf = code.constant(-0.5);
        int first = code.fma(square, minusHalf, one);
        int fourth = code.multiply(arithmetic.square(square), p);
        int tail = arithmetic.minusProduct(angle.r, angle.rest, fourth);
        if (isCompensated()) {
            tail = code.add(tail, code.fma(square, minusHalf, code.subtract(one, first)));
        }
        return code.add(first, tail);
    }
}
