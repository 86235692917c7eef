package keops.autograd;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** The concatenation of tensors along an axis. */
record Concatenation(int axis) implements Operation {
    @Override
    public Tensor value(Arena arena, List<Tensor> inputs) {
        Tensor first = inputs.getFirst();
        if (axis < 0 || axis >= first.rank()) {
            throw new FormulaException(first.description() + " has no axis " + axis);
        }
        long[] shape = first.shape();
        for (Tensor other : inputs.subList(1, inputs.size())) {
            long[] expected = first.shape();
            if (other.rank() == first.rank()) {
                expected[axis] = other.size(axis);
            }
            if (other.dtype() != first.dtype() || !Arrays.equals(expected, other.shape())) {
                throw new FormulaException("tensors side by side differ along axis " + axis + " only, but "
                        + first.description()
                        + " and " + other.description() + " came");
            }
            shape[axis] = Math.addExact(shape[axis], other.size(axis));
        }
        Tensor whole = Tensor.allocate(arena, first.dtype(), shape);
        long at = 0;
        for (Tensor part : inputs) {
            copy(part, 0, whole, at, axis, part.size(axis));
            at += part.size(axis);
        }
        return whole;
    }

    /** Copies slices along an axis between tensors whose other axes agree. */
    static void copy(Tensor source, long from, Tensor target, long to, int axis, long slices) {
        long[] shape = source.shape();
        long outer = Tensor.count(Arrays.copyOf(shape, axis));
        long inner = Tensor.count(Arrays.copyOfRange(shape, axis + 1, shape.length));
        Tensor all = source.reshape(source.count());
        Tensor place = target.reshape(target.count());
        for (long block = 0; block < outer; block++) {
            long read = (block * source.size(axis) + from) * inner;
            long write = (block * target.size(axis) + to) * inner;
            place.rows(write, write + slices * inner).copyFrom(all.rows(read, read + slices * inner));
        }
    }

    @Override
    public void pullback(BackwardPass pass, TapeVariable output, TapeVariable e) {
        long at = 0;
        for (TapeVariable part : output.inputs()) {
            long from = at;
            at += part.value().size(axis);
            long to = at;
            pass.addMoved(part, all -> all.slice(axis, from, to));
        }
    }
}
