package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import keops.tensor.Tensor;

/** An operation on a tape: the computation of its value, and its pullback (VJP). */
sealed interface Operation
        permits BinaryOperation, BroadcastTo, Concatenation, Elementwise, Padding, Gather, Masked,
                MatrixProduct, Piecewise, Reduced, Reshape, ScatterRows, Sinkhorn, Sinkhorn.Slope, Slice, Solved, SumTo,
                Transpose {
    /**
     * Computes the value.
     *
     * @param arena the arena of the value
     * @param inputs the values of the inputs
     * @throws keops.error.FormulaException if the inputs do not fit the operation
     */
    Tensor value(Arena arena, List<Tensor> inputs);

    /**
     * Accumulates the cotangents of the inputs, by operations on variables, which may themselves be differentiated.
     *
     * @param pass accumulates the cotangents
     * @param output the output, with its inputs
     * @param e the cotangent of the output
     */
    void pullback(BackwardPass pass, TapeVariable output, TapeVariable e);

    /** Applies this to variables of one tape. */
    default TapeVariable of(TapeVariable first, TapeVariable... further) {
        return of(Stream.concat(Stream.of(first), Stream.of(further)).toList());
    }

    /** Applies this to one or more variables of one tape. */
    default TapeVariable of(List<TapeVariable> inputs) {
        return inputs.getFirst().tape().apply(this, inputs);
    }
}
