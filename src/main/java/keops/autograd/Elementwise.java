package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import keops.tensor.Tensor;

/**
 * A function of each element.
 *
 * @param function the function
 * @param slope its derivative, as a variable, from the argument and the value
 */
record Elementwise(DoubleUnaryOperator function, BinaryOperator<Variable> slope) implements Operation {
    static final Elementwise NEGATE = new Elementwise(v -> -v, (x, _) -> number(x, -1));
    static final Elementwise SIGN = flat(Math::signum);
    /** The conventions at 0 are those of the operators of the same names in formulas: of ReLU 1, of Sqrt and Rsqrt 0. */
    static final Elementwise STEP = flat(v -> v < 0 ? 0 : 1);
    static final Elementwise RELU = new Elementwise(v -> v < 0 ? 0 : v, (x, _) -> STEP.of(x));
    static final Elementwise ABS = new Elementwise(Math::abs, (x, _) -> SIGN.of(x));
    static final Elementwise EXP = new Elementwise(Math::exp, (_, y) -> y);
    static final Elementwise INVERSE = new Elementwise(v -> 1 / v, (_, y) -> y.times(y).negate());
    static final Elementwise LOG = new Elementwise(Math::log, (x, _) -> INVERSE.of(x));
    static final Elementwise SQUARE = new Elementwise(v -> v * v, (x, _) -> x.times(2));
    static final Elementwise RSQRT =
            new Elementwise(v -> v == 0 ? 0 : 1 / Math.sqrt(v), (_, y) -> y.times(y).times(y).times(-0.5));
    static final Elementwise SQRT = new Elementwise(Math::sqrt, (x, _) -> RSQRT.of(x).times(0.5));
    static final Elementwise TANH = new Elementwise(Math::tanh, (_, y) -> y.square().negate().plus(1));
    static final Elementwise SIGMOID =
            new Elementwise(v -> 0.5 + 0.5 * Math.tanh(v / 2), (_, y) -> y.minus(y.square()));
    static final Elementwise SIN = new Elementwise(Math::sin, (x, _) -> cosine(x));
    static final Elementwise COS = new Elementwise(Math::cos, (x, _) -> SIN.of(x).negate());
    /** -inf as +inf, for logarithms of sums without terms. */
    static final Elementwise NEVER_SMALLEST = new Elementwise(
            v -> v == Double.NEGATIVE_INFINITY ? Double.POSITIVE_INFINITY : v, (x, _) -> number(x, 1));

    private static Variable cosine(Variable x) {
        return COS.of(x);
    }

    private static Variable number(Variable like, double value) {
        return like.tape().constant(like.dtype(), value);
    }

    /** A function that changes by jumps only. */
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

    static Elementwise power(double exponent) {
        return exponent == 0
                ? flat(_ -> 1)
                : new Elementwise(v -> Math.pow(v, exponent), (x, _) -> x.pow(exponent - 1).times(exponent));
    }

    static Elementwise clamp(double low, double high) {
        return new Elementwise(v -> v < low ? low : v > high ? high : v,
                (x, _) -> flat(v -> v < low || v > high ? 0 : 1).of(x));
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensors.requireFloating(inputs);
        Tensor x = inputs.getFirst();
        Tensor y = Tensor.allocate(arena, x.dtype(), x.shape());
        for (long k = 0; k < x.count(); k++) {
            y.setDoubleAt(k, function.applyAsDouble(x.doubleAt(k)));
        }
        return y;
    }

    @Override
    public void pullback(Sweep sweep, Variable output, Variable e) {
        Variable x = output.input(0);
        sweep.add(x, () -> e.times(slope.apply(x, output)));
    }
}
