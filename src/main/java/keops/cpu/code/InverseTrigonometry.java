package keops.cpu.code;

import keops.formula.Comparison;

/**
 * Inverse trigonometric functions as vector code; zeros keep their sign, as do the angles of points on the axes.
 * Largest errors: 1.3 ulp (arcsin, arccos, arctan; of all numbers in float32), 1.5 ulp (the angle of a point, measured:
 * 1.47 in float32, 1.4 in float64).
 */
final class InverseTrigonometry {
    /**
     * (arcsin s - s) / s^3 as a function of s^2 up to 1/4, and (arctan t - t) / t^3 of t^2 up to 1: minimax
     * polynomials of the relative error of arcsin and arctan (Remez exchange); degrees 4 and 11, errors 4.9e-9 and
     * 1.5e-17; degrees 8 and 19, errors 3.1e-9 and 1.6e-17.
     */
    private static final double[] ARCSINE_FLOAT = {
        0x1.5555c8p-3, 0x1.330204p-4, 0x1.747bb8p-5, 0x1.8c3e54p-6, 0x1.595c58p-5
    };

    private static final double[] ARCSINE_DOUBLE = {
        0x1.555555555539p-3, 0x1.333333336e82dp-4, 0x1.6db6db427850fp-5, 0x1.f1c72c39cceafp-6, 0x1.6e89f4293dd18p-6,
        0x1.1c6be326aec7p-6, 0x1.c6fda16a1ae65p-7, 0x1.8ec3dfa23db1p-7, 0x1.abc7394910b59p-8, 0x1.3ffa877243201p-6,
        -0x1.09dccdb2645e3p-6, 0x1.0570df81b095ep-5
    };

    private static final double[] ARCTANGENT_FLOAT = {
        -0x1.55553ep-2, 0x1.9991e4p-3, -0x1.2420bp-3, 0x1.c09132p-4, -0x1.5823f6p-4, 0x1.dab86p-5, -0x1.ff0572p-6,
        0x1.663e92p-7, -0x1.d7ea12p-10
    };

    private static final double[] ARCTANGENT_DOUBLE = {
        -0x1.5555555555526p-2, 0x1.99999999955bp-3, -0x1.249249237f407p-3, 0x1.c71c717fc8c7ap-4,
        -0x1.745d11adee301p-4, 0x1.3b136693716edp-4, -0x1.110e50ec089e9p-4, 0x1.e1bba38434e81p-5,
        -0x1.ae5e652845396p-5, 0x1.82daa767fda6bp-5, -0x1.59a37b7906e3fp-5, 0x1.2c2d43dabe28bp-5,
        -0x1.e9f65b97b5b4dp-6, 0x1.6837d96fcf8e3p-6, -0x1.c7855caf4b409p-7, 0x1.d7a7fb83676a5p-8,
        -0x1.7a246a6a3fa54p-9, 0x1.b3d60fe462f95p-11, -0x1.3f0ead031d0eep-13, 0x1.bb9e1c25903a4p-17
    };

    private final KernelCode code;
    private final Arithmetic arithmetic;
    /** pi / 2 and what rounding took from it. */
    private final double half;
    private final double halfRest;

    InverseTrigonometry(Arithmetic arithmetic) {
        this.code = arithmetic.code();
        this.arithmetic = arithmetic;
        boolean isFloat = arithmetic.kind() == ElementKind.FLOAT;
        this.half = isFloat ? 0x1.921fb6p0 : 0x1.921fb54442d18p0;
        this.halfRest = isFloat ? -0x1.777a5cp-25 : 0x1.1a62633145c07p-54;
    }

    /** Above 1/2, arcsin x = pi/2 - 2 arcsin s with s = sqrt((1 - x) / 2); NaN beyond 1. */
    int arcsine(int x) {
        int a = code.absolute(x);
        Root root = root(a);
        int twice = code.add(root.s, root.s);
        int rest = code.add(root.rest, root.rest);
        int high = code.subtract(code.constant(half), twice);
        int lost = code.subtract(code.subtract(code.constant(half), high), twice);
        int large = code.add(high, code.add(lost, code.subtract(code.constant(halfRest), rest)));
        int result = code.select(
                Comparison.LESS_OR_EQUAL, a, code.constant(0.5), code.add(root.s, root.rest), large);
        return arithmetic.flip(result, arithmetic.sign(x));
    }

    /** Above 1/2, arccos x = 2 arcsin s, below -1/2 pi - 2 arcsin s, and between pi/2 - arcsin x. */
    int arccosine(int x) {
        int a = code.absolute(x);
        Root root = root(a);
        int s = arithmetic.flip(root.s, arithmetic.sign(x));
        int rest = arithmetic.flip(root.rest, arithmetic.sign(x));
        int middle = code.subtract(code.constant(half),
                code.add(s, code.subtract(rest, code.constant(halfRest))));
        int zero = code.constant(0);
        int from = code.select(Comparison.LESS, x, zero, code.constant(2 * half), zero);
        int fromRest = code.select(Comparison.LESS, x, zero, code.constant(2 * halfRest), zero);
        int outer = code.add(from, code.add(code.add(s, s), code.add(code.add(rest, rest), fromRest)));
        return code.select(Comparison.LESS_OR_EQUAL, a, code.constant(0.5), middle, outer);
    }

    /** arcsin s = s + rest. */
    private record Root(int s, int rest) {}

    /** s is a, or above 1/2 sqrt((1 - a) / 2). */
    private Root root(int a) {
        int half = code.constant(0.5);
        int below = code.fma(a, code.constant(-0.5), half);
        int square = code.select(Comparison.LESS_OR_EQUAL, a, half, arithmetic.square(a), below);
        int s = code.select(Comparison.LESS_OR_EQUAL, a, half, a, code.squareRoot(below));
        int p = arithmetic.polynomial(arithmetic.choose(ARCSINE_FLOAT, ARCSINE_DOUBLE), square);
        return new Root(s, code.multiply(code.multiply(s, square), p));
    }

    /** Above 1, arctan x = pi/2 - arctan 1/x. */
    int arctangent(int x) {
        int one = code.constant(1);
        int a = code.absolute(x);
        int t = code.select(Comparison.LESS, one, a, code.divide(code.constant(-1), a), a);
        int from = code.select(Comparison.LESS, one, a, code.constant(half), code.constant(0));
        int fromRest = code.select(Comparison.LESS, one, a, code.constant(halfRest), code.constant(0));
        return arithmetic.flip(angle(t, from, fromRest), arithmetic.sign(x));
    }

    /** arctan of the smaller by the larger of |y| and |x|, in one of eight octants. */
    int arctangent(int y, int x) {
        int zero = code.constant(0);
        int a = code.absolute(y);
        int b = code.absolute(x);
        int smaller = code.select(Comparison.LESS, b, a, b, a);
        int larger = code.select(Comparison.LESS, b, a, a, b);
        int ratio = code.select(Comparison.EQUAL, a, b, code.constant(1), code.divide(smaller, larger));
        int quotient = code.select(Comparison.EQUAL, larger, zero, smaller, ratio);
        // The sign of x, as a number, so that -0 counts as negative.
        int signX = arithmetic.sign(x);
        int signOfX = code.fromBits(code.integerOr(signX, arithmetic.oneBits()));
        int opposite = code.select(Comparison.LESS, signOfX, zero, code.constant(2 * half), zero);
        int oppositeRest = code.select(Comparison.LESS, signOfX, zero, code.constant(2 * halfRest), zero);
        int from = code.select(Comparison.LESS, b, a, code.constant(half), opposite);
        int fromRest = code.select(Comparison.LESS, b, a, code.constant(halfRest), oppositeRest);
        int turned = code.select(Comparison.LESS, b, a, code.negate(quotient), quotient);
        int angle = angle(arithmetic.flip(turned, signX), from, fromRest);
        return arithmetic.flip(angle, arithmetic.sign(y));
    }

    /** from + arctan t. */
    private int angle(int t, int from, int fromRest) {
        int square = arithmetic.square(t);
        int p = arithmetic.polynomial(arithmetic.choose(ARCTANGENT_FLOAT, ARCTANGENT_DOUBLE), square);
        int rest = code.fma(code.multiply(t, square), p, fromRest);
        return code.add(from, code.add(t, rest));
    }
}
