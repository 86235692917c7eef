package keops.autograd;

import java.util.Arrays;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * The broadcast of a shape to a larger one: sizes are compared from the last axis on, and an axis of size 1, or a
 * missing one, is repeated.
 */
final class Broadcast {
    private final long[] sizes;
    /** The stride in the smaller shape along each axis of the larger one; 0 along repeated axes. */
    private final long[] strides;

    private Broadcast(long[] sizes, long[] strides) {
        this.sizes = sizes;
        this.strides = strides;
    }

    /** A consumer of the positions of corresponding elements. */
    interface Pairs {
        void accept(long large, long small);
    }

    /**
     * The common shape of two shapes.
     *
     * @throws FormulaException if there is none
     */
    static long[] common(long[] a, long[] b) {
        long[] shape = new long[Math.max(a.length, b.length)];
        for (int k = 1; k <= shape.length; k++) {
            long ofA = k <= a.length ? a[a.length - k] : 1;
            long ofB = k <= b.length ? b[b.length - k] : 1;
            if (ofA != ofB && ofA != 1 && ofB != 1) {
                throw new FormulaException("the shapes " + text(a) + " and " + text(b)
                        + " do not fit: from the last axis on, sizes must be equal, or 1");
            }
            shape[shape.length - k] = ofA == 1 ? ofB : ofA;
        }
        return shape;
    }

    /**
     * The broadcast of a shape to a larger one.
     *
     * @throws FormulaException if the shape cannot be broadcast to it
     */
    static Broadcast of(long[] small, long[] large) {
        if (small.length > large.length || !Arrays.equals(common(small, large), large)) {
            throw new FormulaException("the shape " + text(small) + " does not repeat to " + text(large));
        }
        long[] strides = new long[large.length];
        long stride = 1;
        for (int k = 1; k <= small.length; k++) {
            long size = small[small.length - k];
            strides[large.length - k] = size == 1 ? 0 : stride;
            stride *= size;
        }
        return new Broadcast(large, strides);
    }

    /** Iterates over the larger shape in C order. */
    void forEach(Pairs pairs) {
        long count = Tensor.count(sizes);
        long[] index = new long[sizes.length];
        long small = 0;
        for (long large = 0; large < count; large++) {
            pairs.accept(large, small);
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                small += strides[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                small -= strides[axis] * sizes[axis];
                index[axis] = 0;
            }
        }
    }

    static String text(long[] shape) {
        return Arrays.toString(shape).replace('[', '(').replace(']', ')');
    }
}
