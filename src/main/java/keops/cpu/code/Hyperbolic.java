package keops.cpu.code;

import keops.formula.Comparison;

/** The hyperbolic tangent as vector code. Largest errors: 1.4 ulp in float32 (of all numbers), 1.3 ulp in float64. */
final class Hyperbolic {
    /** Below this, a polynomial is as good as the formula with e^2x. */
    private static final double SMALL = 0.625;
    /**
     * (tanh a - a) / a^3 as a function of a^2, for a up to 0.625: minimax polynomials of the relative error of tanh
     * (Remez exchange); degree 4, error 4.5e-9; degree 11, error 3.8e-19.
     */
    private static final double[] FLOAT = {
        -0x1.555532p-2, 0x1.1106f6p-3, -0x1.b835a4p-5, 0x1.51f8cep-6, -0x1.750cdep-8
    };

    private static final double[] DOUBLE = {
        -0x1.5555555555552p-2, 0x1.1111111110c52p-3, -0x1.ba1ba1b9d197bp-5, 0x1.664f4870c39fp-6,
        -0x1.226e32cfabe81p-7, 0x1.d6d35a3b7b88p-9, -0x1.7d9c3338bb7c2p-10, 0x1.350b88ca83603p-11,
        -0x1.f1135a45f50ep-13, 0x1.801bb1c3698ap-14, -0x1.fac626e0737d7p-16, 0x1.9606612690701p-18
    };

    private final KernelCode code;
    private final Arithmetic arithmetic;

    Hyperbolic(Arithmetic arithmetic) {
        this.code = arithmetic.code();
        this.arithmetic = arithmetic;
    }

    /** tanh x: beyond {@link #SMALL}, 1 - 2 / (e^2|x| + 1), which is 1 to the last place from 10 or 20 on. */
    int tangent(int x) {
        int a = code.absolute(x);
        int square = arithmetic.square(a);
        int p = arithmetic.polynomial(arithmetic.choose(FLOAT, DOUBLE), square);
        int small = code.fma(code.multiply(a, square), p, a);
        int end = code.constant(arithmetic.kind() == ElementKind.FLOAT ? 10 : 20);
        int limited = code.select(Comparison.LESS, end, a, end, a);
        int power = new Exponentials(arithmetic).expOfModerate(code.add(limited, limited));
        int one = code.constant(1);
        int large = code.add(one, code.divide(code.constant(-2), code.add(power, one)));
        int result = code.select(Comparison.LESS, a, code.constant(SMALL), small, large);
        return arithmetic.flip(result, arithmetic.sign(x));
    }
}
