package keops.tensor;

import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import keops.error.FormulaException;

/** The sizes of a tensor along its axes. Each is at least 0, and their product fits into a {@code long}. */
final class Shape {
    private final long[] sizes;
    private final long count;

    private Shape(long[] sizes, long count) {
        this.sizes = sizes;
        this.count = count;
    }

    /**
     * The shape with the given sizes, which are copied; no sizes give rank 0, which has one element.
     *
     * @throws FormulaException if a size is negative or the number of elements does not fit into a {@code long}
     */
    static Shape of(long... sizes) {
        Objects.requireNonNull(sizes, "shape is null");
        long[] copy = sizes.clone();
        boolean empty = false;
        for (int axis = 0; axis < copy.length; axis++) {
            if (copy[axis] < 0) {
                throw new FormulaException(
                        "the shape " + text(copy) + " has the negative size " + copy[axis] + " along axis " + axis);
            }
            empty |= copy[axis] == 0;
        }
        return new Shape(copy, empty ? 0 : product(copy));
    }

    private static long product(long[] sizes) {
        long product = 1;
        try {
            for (long size : sizes) {
                product = Math.multiplyExact(product, size);
            }
        } catch (ArithmeticException e) {
            throw new FormulaException("the shape " + text(sizes) + " has more than 2^63 - 1 elements", e);
        }
        return product;
    }

    /**
     * The size in bytes of a tensor with this shape.
     *
     * @throws FormulaException if it does not fit into a {@code long}
     */
    long byteSize(DType dtype) {
        try {
            return Math.multiplyExact(count, (long) dtype.bytes());
        } catch (ArithmeticException e) {
            throw new FormulaException("a tensor " + dtype + " " + this + " has more than 2^63 - 1 bytes", e);
        }
    }

    int rank() {
        return sizes.length;
    }

    long size(int axis) {
        if (axis < 0 || axis >= sizes.length) {
            throw new IndexOutOfBoundsException("the shape " + this + " has no axis " + axis);
        }
        return sizes[axis];
    }

    /** The number of elements. */
    long count() {
        return count;
    }

    long[] sizes() {
        return sizes.clone();
    }

    /** This shape with another size along axis 0. */
    Shape withRows(long rows) {
        long[] copy = sizes.clone();
        copy[0] = rows;
        return of(copy);
    }

    /** The position in C order, the last index running fastest, of the element with these indices. */
    long position(long... index) {
        Objects.requireNonNull(index, "index is null");
        if (index.length != sizes.length) {
            throw new FormulaException(
                    "the shape " + this + " takes " + sizes.length + " indices, but " + index.length + " came"
                            + (index.length == 1 && sizes.length > 1
                                    ? "; doubleAt(k) is element k, row by row" : ""));
        }
        long position = 0;
        for (int axis = 0; axis < sizes.length; axis++) {
            if (index[axis] < 0 || index[axis] >= sizes[axis]) {
                throw new IndexOutOfBoundsException(
                        "the index " + index[axis] + " along axis " + axis + " is outside of the shape " + this);
            }
            position = position * sizes[axis] + index[axis];
        }
        return position;
    }

    private static String text(long[] sizes) {
        return Arrays.stream(sizes).mapToObj(Long::toString).collect(Collectors.joining(", ", "(", ")"));
    }

    /** Shapes are equal if they have the same sizes. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    /** The sizes as in {@code (1000, 3)}; {@code ()} for rank 0. */
    @Override
    public String toString() {
        return text(sizes);
    }
}
