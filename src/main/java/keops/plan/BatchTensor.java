package keops.plan;

import java.util.stream.LongStream;
import keops.tensor.Tensor;

/** A tensor with leading axes, and the part of it that each problem of a batch takes. Immutable. */
public final class BatchTensor {
    /** The rows of the parts, one after the other along the first axis, or without leading axes the tensor. */
    private final Tensor all;
    private final long[] core;
    /** Along each leading axis, the parts from one problem to the next; 0 where they share. */
    private final long[] strides;

    private BatchTensor(Tensor all, long[] core, long[] strides) {
        this.all = all;
        this.core = core;
        this.strides = strides;
    }

    /**
     * A tensor of a batch.
     *
     * @param leading the number of its leading axes: those of the batch, each of the batch's size or 1, or none
     */
    public static BatchTensor of(Tensor tensor, int leading) {
        long[] shape = tensor.shape();
        long[] strides = new long[leading];
        long stride = 1;
        for (int axis = leading - 1; axis >= 0; axis--) {
            strides[axis] = shape[axis] == 1 ? 0 : stride;
            stride *= shape[axis];
        }
        long[] core = LongStream.of(shape).skip(leading).toArray();
        if (leading == 0) {
            return new BatchTensor(tensor, core, strides);
        }
        long[] flat = core.length > 1
                ? core.clone()
                : LongStream.concat(LongStream.of(1), LongStream.of(core)).toArray();
        flat[0] *= stride;
        return new BatchTensor(tensor.reshape(flat), core, strides);
    }

    /** The same parts of a tensor like {@link #all}. */
    BatchTensor in(Tensor other) {
        return new BatchTensor(other, core, strides);
    }

    /** The rows of all parts, one after the other along the first axis; without leading axes, the tensor. */
    Tensor all() {
        return all;
    }

    /** The rows of a part; a parameter or a total counts as one. */
    long rows() {
        return core.length > 1 ? core[0] : 1;
    }

    /** Whether all problems take the same part. */
    boolean isShared() {
        return LongStream.of(strides).allMatch(stride -> stride == 0);
    }

    /** The number of the part that a problem of a batch of some sizes takes. */
    long part(long[] sizes, long problem) {
        long part = 0;
        long rest = problem;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            part += rest % sizes[axis] * strides[axis];
            rest /= sizes[axis];
        }
        return part;
    }

    /** The part that a problem of a batch of some sizes takes; the memory is the same. */
    public Tensor of(long[] sizes, long problem) {
        if (strides.length == 0) {
            return all;
        }
        long part = part(sizes, problem);
        return all.rows(part * rows(), (part + 1) * rows()).reshape(core);
    }
}
