package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import keops.tensor.Tensor;

/** A step of a tape: how a value is computed, and what a cotangent of the value means for its inputs. */
sealed interface Operation
        permits BinaryOperation, BroadcastTo, Concatenation, Elementwise, Padding, Gather, Masked, MatrixProduct, Piecewise,
                Reduced, Reshape, ScatterRows, Slice, Solved, SumTo, Transpose {
    /**
     * Computes the value.
     *
     * @param arena what it lives in
     * @param inputs the values of the inputs
     * @throws keops.error.FormulaException if they do not fit the operation
     */
    Tensor value(Arena arena, List<Tensor> inputs);

    /**
     * Adds to the cotangents of the inputs, by operations on variables, which may be differentiated in turn.
     *
     * @param sweep takes the cotangents
     * @param output the value, with its inputs
     * @param e its cotangent
     */
    void pullback(BackwardPass sweep, TapeVariable output, TapeVariable e);

    /** Applies this to variables of one tape. */
    default TapeVariable of(TapeVariable first, TapeVariable... further) {
        return of(Stream.concat(Stream.of(first), Stream.of(further)).toList());
    }

    /** Applies this to variables of one tape, of which there is at least one. */
    default TapeVariable of(List<TapeVariable> inputs) {
        return inputs.getFirst().tape().apply(this, inputs);
    }
}
