package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import keops.tensor.Tensor;

/**
 * A function applied to each element.
 *
 * @param function the function
 * @param slope its derivative as a variable, computed from the argument and the value
 */
record Elementwise(DoubleUnaryOperator function, BinaryOperator<TapeVariable> slope) implements Operation {
    static final Elementwise NEGATE = new Elementwise(v -> -v, (x, _) -> number(x, -1));
    /** The derivative of ABS: 0 at 0, where its own derivative is NaN. */
    private static final Elementwise SIGN =
            new Elementwise(Math::signum, (x, _) -> flat(v -> v == 0 ? Double.NaN : 0).of(x));
    static final Elementwise ABS = new Elementwise(Math::abs, (x, _) -> SIGN.of(x));
    static final Elementwise EXP = new Elementwise(Math::exp, (_, y) -> y);
    static final Elementwise INVERSE = new Elementwise(v -> 1 / v, (_, y) -> y.times(y).negate());
    static final Elementwise LOG = new Elementwise(Math::log, (x, _) -> INVERSE.of(x));
    static final Elementwise SQUARE = new Elementwise(v -> v * v, (x, _) -> x.times(2));
    /**
     * Is 0 at 0, and so are the first derivatives of roots, as in formulas; second derivatives are infinite or NaN
     * there.
     */
    static final Elementwise RSQRT =
            new Elementwise(v -> v == 0 ? 0 : 1 / Math.sqrt(v), (x, _) -> zeroAtZero(-1.5).of(x).times(-0.5));
    private static final Elementwise INVERSE_ROOT =
            new Elementwise(v -> v == 0 ? 0 : 1 / Math.sqrt(v), (x, _) -> realPower(-1.5).of(x).times(-0.5));
    static final Elementwise SQRT = new Elementwise(Math::sqrt, (x, _) -> INVERSE_ROOT.of(x).times(0.5));
    static final Elementwise TANH = new Elementwise(Math::tanh, (_, y) -> y.square().negate().plus(1));
    static final Elementwise SIGMOID =
            new Elementwise(v -> 0.5 + 0.5 * Math.tanh(v / 2), (_, y) -> y.minus(y.square()));
    static final Elementwise SIN = new Elementwise(Math::sin, (x, _) -> cosine(x));
    static final Elementwise COS = new Elementwise(Math::cos, (x, _) -> SIN.of(x).negate());
    /** Replaces -inf by +inf, for logarithms of empty sums. */
    static final Elementwise NEVER_SMALLEST = new Elementwise(
            v -> v == Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY : v, (x, _) -> number(x, 1));

    private static TapeVariable cosine(TapeVariable x) {
        return COS.of(x);
    }

    private static TapeVariable number(TapeVariable like, double value) {
        return like.tape().constant(like.dtype(), value);
    }

    /** A piecewise constant function. */
    private static Elementwise flat(DoubleUnaryOperator function) {
        return new Elementwise(function, (x, _) -> number(x, 0));
    }

    static Elementwise plus(double number) {
        return new Elementwise(v -> v + number, (x, _) -> number(x, 1));
    }

    static Elementwise times(double number) {
        return new Elementwise(v -> v * number, (x, _) -> number(x, number));
    }

    static Elementwise dividedBy(double number) {
        return new Elementwise(v -> v / number, (x, _) -> number(x, 1).div(number));
    }

    /**
     * As in formulas, exponent 1/2 is the square root, -1/2 its inverse, and the derivative at 0 counts as 0 for
     * exponents from 0 to 1.
     */
    static Elementwise power(double exponent) {
        if (exponent == 0) {
            return flat(_ -> 1);
        } else if (exponent == 0.5 || exponent == -0.5) {
            return exponent > 0 ? SQRT : RSQRT;
        } else if (exponent == Math.rint(exponent)) {
            return new Elementwise(v -> Math.pow(v, exponent), (x, _) -> x.pow(exponent - 1).times(exponent));
        }
        return 0 < exponent && exponent < 1
                ? new Elementwise(v -> Math.pow(v, exponent), (x, _) -> zeroAtZero(exponent - 1).of(x).times(exponent))
                : realPower(exponent);
    }

    /** A power whose derivative at 0 may be infinite. */
    private static Elementwise realPower(double exponent) {
        return new Elementwise(v -> Math.pow(v, exponent), (x, _) -> realPower(exponent - 1).of(x).times(exponent));
    }

    /** A power that counts as 0 at 0, unlike its derivative. */
    private static Elementwise zeroAtZero(double exponent) {
        return new Elementwise(v -> v == 0 ? 0 : Math.pow(v, exponent),
                (x, _) -> realPower(exponent - 1).of(x).times(exponent));
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        return Tensors.map(arena, inputs.getFirst(), function);
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        TapeVariable x = output.input(0);
        pass.addProduct(x, () -> e.times(slope.apply(x, output)), product -> product);
    }
}
