package keops.autograd;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.LongStream;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * Operations on {@link TapeVariable}s that sum, move and mix elements. Axes are counted from 0. Every method throws
 * {@link FormulaException} if shapes or element types do not fit, or if the tape is closed. Methods must be called by
 * the thread of the tape.
 */
public sealed interface VariableShapes permits TapeVariable {
    private TapeVariable self() {
        return (TapeVariable) this;
    }

    /** The sum of all elements, of rank 0. */
    default TapeVariable sum() {
        return sumTo();
    }

    /** The sums along an axis, which is removed. */
    default TapeVariable sum(int axis) {
        long[] kept = self().shape();
        requireAxis(axis);
        kept[axis] = 1;
        return sumTo(kept).reshape(without(axis));
    }

    /** The mean of all elements, of rank 0; NaN if there are none. */
    default TapeVariable mean() {
        return sum().div((double) self().value().count());
    }

    /** The means along an axis, which is removed. */
    default TapeVariable mean(int axis) {
        TapeVariable sum = sum(axis);
        return sum.div((double) self().value().size(axis));
    }

    /** The Euclidean norms along an axis, which is removed. The derivative of a norm at 0 counts as 0. */
    default TapeVariable norm(int axis) {
        return self().square().sum(axis).sqrt();
    }

    /** The scalar product of all elements with those of another of the same shape. */
    default TapeVariable dot(TapeVariable other) {
        Objects.requireNonNull(other, "other");
        if (!Arrays.equals(self().shape(), other.shape())) {
            throw new FormulaException("a scalar product needs variables of one shape, but " + self() + " and " + other
                    + " came");
        }
        return self().times(other).sum();
    }

    /** The sums over all axes along which a smaller shape would be broadcast. */
    default TapeVariable sumTo(long... shape) {
        Objects.requireNonNull(shape, "shape");
        return Arrays.equals(shape, self().shape()) ? self() : new SumTo(shape).of(self());
    }

    /** This, broadcast to a larger shape. */
    default TapeVariable broadcastTo(long... shape) {
        Objects.requireNonNull(shape, "shape");
        return Arrays.equals(shape, self().shape()) ? self() : new BroadcastTo(shape).of(self());
    }

    /** The same elements, in C order, in another shape. */
    default TapeVariable reshape(long... shape) {
        Objects.requireNonNull(shape, "shape");
        return new Reshape(shape).of(self());
    }

    /** The transposed matrix. */
    default TapeVariable transpose() {
        return new Transpose().of(self());
    }

    /** The product (m, n) of this matrix (m, k) with a matrix (k, n). It is meant for small matrices. */
    default TapeVariable matmul(TapeVariable other) {
        Objects.requireNonNull(other, "other");
        return new MatrixProduct().of(self(), other);
    }

    /**
     * The rows of this with the given indices.
     *
     * @param indices int32 or int64, from 0, of any shape
     * @return a row for each index, in C order
     */
    default TapeVariable gather(Tensor indices) {
        Objects.requireNonNull(indices, "indices");
        if (indices.dtype().isFloating() || self().value().rank() == 0) {
            throw new FormulaException("rows are taken by int32 or int64 numbers, but " + indices.description()
                    + " came for " + self());
        }
        indices.requireReadable("the numbers of the rows");
        return new Gather(indices).of(self());
    }

    /** The slice from {@code from}, inclusive, to {@code to}, exclusive, along an axis. */
    default TapeVariable slice(int axis, long from, long to) {
        return new Slice(axis, from, to).of(self());
    }

    /** The concatenation of this and others along an axis. */
    default TapeVariable concat(int axis, TapeVariable... others) {
        Objects.requireNonNull(others, "others");
        return new Concatenation(axis).of(self(), others);
    }

    private void requireAxis(int axis) {
        if (axis < 0 || axis >= self().value().rank()) {
            throw new FormulaException(self() + " has no axis " + axis);
        }
    }

    private long[] without(int axis) {
        long[] shape = self().shape();
        return LongStream.concat(
                        LongStream.of(shape).limit(axis), LongStream.of(shape).skip(axis + 1L))
                .toArray();
    }
}
