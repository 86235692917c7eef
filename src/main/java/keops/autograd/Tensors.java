package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** Helpers for the values of variables. */
final class Tensors {
    private Tensors() {}

    static Tensor[] of(List<TapeVariable> variables) {
        return variables.stream().map(TapeVariable::value).toArray(Tensor[]::new);
    }

    /** Rejects tensors of integers, which may be moved but not computed with. */
    static void requireFloating(List<Tensor> values) {
        for (Tensor value : values) {
            if (!value.dtype().isFloating()) {
                throw new FormulaException("a tape computes with floating-point numbers, but " + value.description()
                        + " came: int64 is for indices");
            }
        }
    }

    /** Applies a function to each element of a floating-point tensor. */
    static Tensor map(Arena arena, Tensor x, DoubleUnaryOperator function) {
        requireFloating(List.of(x));
        Tensor y = Tensor.allocate(arena, x.dtype(), x.shape());
        for (long k = 0; k < x.count(); k++) {
            y.setDoubleAt(k, function.applyAsDouble(x.doubleAt(k)));
        }
        return y;
    }
}
