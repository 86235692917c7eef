package keops.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Objects;
import keops.error.FormulaException;

/** The bulk operations of a tensor: conversion to Java arrays and to text, and comparison. */
abstract sealed class TensorContents extends TensorElements permits Tensor {
    TensorContents(MemorySegment segment, DType dtype, ByteOrder order, Shape shape, Device device) {
        super(segment, dtype, order, shape, device);
    }

    private Tensor self() {
        return (Tensor) this;
    }

    /**
     * The elements of this float32, float16 or bfloat16 tensor, in C order, as a new array.
     *
     * @throws FormulaException if this is a tensor of another type, for which see {@link #toFloatArrayRounded}; if it
     *     has more elements than an array can hold; or if it cannot be read
     */
    public final float[] toFloatArray() {
        if (dtype.compute() != DType.FLOAT32) {
            throw new FormulaException("the tensor " + description()
                    + " does not hold float32: use toDoubleArray(), or toFloatArrayRounded() if rounding does no harm");
        }
        self().requireReadable("the tensor " + description());
        return JavaArrays.toFloats(self());
    }

    /**
     * The elements of a tensor of any type, in C order, as a new array: each is the float nearest to it, ties to even,
     * and infinite where it is beyond the range of float32.
     *
     * @throws FormulaException if there are more elements than an array can hold, or they cannot be read
     */
    public final float[] toFloatArrayRounded() {
        self().requireReadable("the tensor " + description());
        return JavaArrays.toFloats(self());
    }

    /**
     * The elements, in C order, as a new array; an integer is rounded to the nearest double.
     *
     * @throws FormulaException if there are more elements than an array can hold, or they cannot be read
     */
    public final double[] toDoubleArray() {
        self().requireReadable("the tensor " + description());
        return JavaArrays.toDoubles(self());
    }

    /**
     * The elements of this tensor of integers, in C order, as a new array.
     *
     * @throws FormulaException if it does not hold integers, has more elements than an array can hold, or cannot be
     *     read
     */
    public final long[] toLongArray() {
        requireWhole("use toDoubleArray()");
        self().requireReadable("the tensor " + description());
        return JavaArrays.toLongs(self());
    }

    /**
     * The rows of this tensor of shape (rows, columns), as new arrays; an integer is rounded to the nearest double.
     *
     * @throws FormulaException if the rank is not 2, a size is too large for an array, or the elements cannot be read
     */
    public final double[][] toMatrix() {
        self().requireReadable("the tensor " + description());
        return JavaArrays.toRows(self());
    }

    /**
     * Whether another tensor has the same type, the same shape and the same elements, bit by bit: a NaN equals itself,
     * and 0 does not equal -0. The kind of memory and the byte order do not matter.
     *
     * @throws FormulaException if the elements of one of them cannot be read
     */
    public final boolean contentEquals(Tensor other) {
        requireBothReadable(other);
        return dtype == other.dtype && shape.equals(other.shape) && TensorComparison.haveSameBits(self(), other);
    }

    /**
     * Whether all elements are close to those of another tensor of the same shape: {@code |a - b| <= absolute +
     * relative * |b|}, where b is an element of the other tensor, as in NumPy's allclose. An infinity is close only to
     * itself, and a NaN to nothing. The types may differ: elements are compared as doubles, and integers with integers
     * exactly.
     *
     * @param relative the relative tolerance, 0 or more
     * @param absolute the absolute tolerance, 0 or more
     * @throws FormulaException if the shapes differ, a tolerance is negative or NaN, or elements cannot be read
     */
    public final boolean allClose(Tensor other, double relative, double absolute) {
        return allClose(other, relative, absolute, false);
    }

    /**
     * Like {@link #allClose(Tensor, double, double)}, with a choice for NaN.
     *
     * @param equalNaN whether a NaN is close to a NaN
     */
    public final boolean allClose(Tensor other, double relative, double absolute, boolean equalNaN) {
        requireBothReadable(other);
        if (!(relative >= 0 && absolute >= 0)) {
            throw new FormulaException("the tolerances must be 0 or more, but the relative one is " + relative
                    + " and the absolute one is " + absolute);
        }
        if (!shape.equals(other.shape)) {
            throw new FormulaException("the tensors " + description() + " and " + other.description()
                    + " cannot be compared: their shapes differ");
        }
        return TensorComparison.areClose(self(), other, relative, absolute, equalNaN);
    }

    private void requireBothReadable(Tensor other) {
        Objects.requireNonNull(other, "other is null");
        self().requireReadable("the tensor " + description());
        other.requireReadable("the other tensor " + other.description());
    }

    /**
     * Readable text: a line with the type and the shape, then the numbers with six digits each. The middle rows and
     * columns of a large tensor are replaced by dots. The last axis runs along the lines; every other axis runs down.
     *
     * @param maxRows the most rows of numbers to print, at least 1
     * @param maxColumns the most columns of numbers to print, at least 1
     * @throws FormulaException if a maximum is below 1 or the elements cannot be read
     */
    public final String format(int maxRows, int maxColumns) {
        self().requireReadable("the tensor " + description());
        return MatrixText.of(self(), maxRows, maxColumns);
    }

    /**
     * One line with the type, the shape and the first and last numbers along each axis, as in {@code float32 (1000, 2)
     * [[0.5, 1], [2, 3], [4, 5], ..., [6, 7], [8, 9], [10, 11]]}. If the calling thread cannot read the numbers, the
     * reason stands in their place. Tensors of more than six axes are shown as one row of numbers.
     */
    @Override
    public final String toString() {
        return description() + " " + LineText.of(self());
    }
}
