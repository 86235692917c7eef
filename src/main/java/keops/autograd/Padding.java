package keops.autograd;

import java.lang.foreign.Arena;
import java.util.List;
import keops.tensor.Tensor;

/** Pads a tensor with zeros along an axis. Its transpose is {@link Slice}. */
record Padding(int axis, long from, long size) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor part = inputs.getFirst();
        long[] shape = part.shape();
        shape[axis] = size;
        Tensor whole = Tensor.allocate(arena, part.dtype(), shape);
        Concatenation.copy(part, 0, whole, from, axis, part.size(axis));
        return whole;
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        TapeVariable part = output.input(0);
        pass.addMoved(part, whole -> whole.slice(axis, from, from + part.value().size(axis)));
    }
}
