package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import keops.tensor.Tensor;

/**
 * A function of each element that is piecewise the identity or constant. Where it is constant, the derivative is 0 even
 * if the element, or its own derivative, is infinite or NaN.
 *
 * @param function the function
 * @param passes where it is the identity
 */
record Piecewise(DoubleUnaryOperator function, DoublePredicate passes) implements Operation {
    /** Passes NaN and 0, as in formulas. */
    static final Piecewise RELU = new Piecewise(v -> v < 0 ? 0 : v, v -> !(v < 0));

    static Piecewise clamp(double low, double high) {
        return new Piecewise(v -> v < low ? low : v > high ? high : v, v -> !(v < low || v > high));
    }

    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        return Tensors.map(arena, inputs.getFirst(), function);
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        TapeVariable x = output.input(0);
        pass.addPart(x, new Masked(Tensors.map(x.tape().arena(), x.value(), v -> passes.test(v) ? 1 : 0))::of);
    }
}
