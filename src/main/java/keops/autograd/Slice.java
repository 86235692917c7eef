package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** A slice of a tensor along an axis. Its transpose is {@link Padding}. */
record Slice(int axis, long from, long to) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor whole = inputs.getFirst();
        if (axis < 0 || axis >= whole.rank() || from < 0 || to < from || to > whole.size(axis)) {
            throw new FormulaException(
                    whole.description() + " has no part from " + from + " to " + to + " along axis " + axis);
        }
        long[] shape = whole.shape();
        shape[axis] = to - from;
        Tensor part = Tensor.allocate(arena, whole.dtype(), shape);
        Concatenation.copy(whole, from, part, 0, axis, to - from);
        return part;
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        TapeVariable whole = output.input(0);
        pass.addPart(whole, new Padding(axis, from, whole.value().size(axis))::of);
    }
}
