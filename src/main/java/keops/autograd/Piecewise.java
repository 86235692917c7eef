package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import keops.tensor.Tensor;

/**
 * A function of each element that is the element itself, or constant: where it is constant, the element has no part in
 * derivatives, though it may be infinite, or NaN, and so may its own.
 *
 * @param function the function
 * @param passes where it is the element
 */
record Piecewise(DoubleUnaryOperator function, DoublePredicate passes) implements Operation {
    /** NaN passes, and so does 0, as in formulas. */
    static final Piecewise RELU = new Piecewise(v -> v < 0 ? 0 : v, v -> !(v < 0));

    static Piecewise clamp(double low, double high) {
        return new Piecewise(v -> v < low ? low : v > high ? high : v, v -> !(v < low || v > high));
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensors.requireFloating(inputs);
        return Tensors.map(arena, inputs.getFirst(), function);
    }

    @Override
    public void pullback(BackwardPass sweep, TapeVariable output, TapeVariable e) {
        TapeVariable x = output.input(0);
        sweep.addPart(x, new Masked(Tensors.map(x.tape().arena(), x.value(), v -> passes.test(v) ? 1 : 0))::of);
    }
}
