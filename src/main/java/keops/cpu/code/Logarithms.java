package keops.cpu.code;

import keops.formula.Comparison;

/**
 * Logarithms as vector code. x = 2^k m with m from sqrt(1/2) to sqrt(2), log x = k ln 2 + log(1 + f) with f = m - 1.
 *
 * <p>0 gives -infinity, negative numbers and NaN give NaN, infinity gives infinity; subnormal numbers are like all
 * others. Largest errors: 1 ulp in float32 (of all numbers) and in float64 (measured: 0.8).
 */
final class Logarithms {
    /**
     * (log(1 + f) - f + f^2 / 2) / f^3 for f from sqrt(1/2) - 1 to sqrt(2) - 1: minimax polynomials of the error of
     * log(1 + f), relative to it (Remez exchange); degree 7, error 6.4e-9, and degree 18, error 1.2e-17.
     */
    private static final double[] FLOAT = {
        0x1.555554p-2, -0x1.000226p-2, 0x1.99a00ap-3, -0x1.547248p-3, 0x1.22da06p-3, -0x1.0d850ep-3, 0x1.055be4p-3,
        -0x1.38b796p-4
    };

    private static final double[] DOUBLE = {
        0x1.5555555555533p-2, -0x1.fffffffffef14p-3, 0x1.999999999f758p-3, -0x1.555555566b37cp-3,
        0x1.24924922a3e38p-3, -0x1.ffffff2bf6c88p-4, 0x1.c71c71e0120c2p-4, -0x1.9999c26b1e4ebp-4,
        0x1.745d3f1d34907p-4, -0x1.5550ee79e00aap-4, 0x1.3b0b8917b0899p-4, -0x1.24d74e522ed5fp-4,
        0x1.11ccffbf786abp-4, -0x1.fba1c8571b92cp-5, 0x1.d05a7ade7bee8p-5, -0x1.d11fabec5c6c2p-5,
        0x1.0a620b2c80738p-4, -0x1.ea05a32df6f31p-5, 0x1.ac75611cebfdfp-6
    };

    private final ElementKind kind;
    private final KernelCode code;
    private final Arithmetic arithmetic;

    Logarithms(Arithmetic arithmetic) {
        this.kind = arithmetic.kind();
        this.code = arithmetic.code();
        this.arithmetic = arithmetic;
    }

    /** log x. */
    int log(int x) {
        Scaled scaled = Scaled.of(arithmetic, x);
        int f = code.subtract(scaled.significand(), code.constant(1));
        return overAllNumbers(x, sum(scaled.exponent(), f, cube(f)));
    }

    /** log(1 + x): what rounding takes from u = 1 + x is scaled like u and added to f again. */
    int log1p(int x) {
        int one = code.constant(1);
        int u = code.add(one, x);
        int added = code.subtract(u, one);
        int lost = code.add(code.subtract(one, code.subtract(u, added)), code.subtract(x, added));
        Scaled scaled = Scaled.ofNormal(arithmetic, u);
        int correction = code.multiply(lost, scaled.inversePower(arithmetic));
        int high = code.subtract(scaled.significand(), one);
        int f = code.add(high, correction);
        int small = code.add(cube(f), arithmetic.lostBySum(high, correction, f));
        int result = overAllNumbers(u, sum(scaled.exponent(), f, small));
        return code.select(Comparison.EQUAL, x, code.constant(0), x, result);
    }

    /** log(1 + f) - f + f^2 / 2. */
    private int cube(int f) {
        int p = arithmetic.polynomial(arithmetic.choose(FLOAT, DOUBLE), f);
        return code.multiply(code.multiply(f, arithmetic.square(f)), p);
    }

    /** k ln 2 + f - f^2 / 2 + small. */
    private int sum(int k, int f, int small) {
        double ln2 = kind == ElementKind.FLOAT ? 0x1.62e43p-1 : 0x1.62e42fefa39efp-1;
        double ln2Rest = kind == ElementKind.FLOAT ? -0x1.05c61p-29 : 0x1.abc9e3b39803fp-56;
        int rest = code.fma(k, code.constant(ln2Rest), small);
        int tail = code.fma(arithmetic.square(f), code.constant(-0.5), rest);
        return code.fma(k, code.constant(ln2), code.add(f, tail));
    }

    /** The logarithm where u is a positive finite number; u otherwise, but NaN below 0 and -infinity at 0. */
    private int overAllNumbers(int u, int logarithm) {
        int infinity = code.constant(Double.POSITIVE_INFINITY);
        int zero = code.constant(0);
        int finite = code.select(Comparison.LESS, u, infinity, logarithm, u);
        int real = code.select(Comparison.LESS, u, zero, code.constant(Double.NaN), finite);
        return code.select(Comparison.EQUAL, u, zero, code.constant(Double.NEGATIVE_INFINITY), real);
    }
}
