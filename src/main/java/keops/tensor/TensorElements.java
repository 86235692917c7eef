package keops.tensor;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Objects;
import keops.error.FormulaException;

/** The fields of a tensor, and access to single elements. */
abstract sealed class TensorElements permits TensorContents {
    /** Exactly as many bytes as the elements need; must not be accessed if it belongs to a device. */
    final MemorySegment memory;
    final DType dtype;
    final ByteOrder order;
    final Shape shape;
    /** The device that has the memory; null for the host. */
    final Device device;

    TensorElements(MemorySegment segment, DType dtype, ByteOrder order, Shape shape, Device device) {
        Objects.requireNonNull(segment, "segment is null");
        this.dtype = Objects.requireNonNull(dtype, "dtype is null");
        this.order = Objects.requireNonNull(order, "order is null");
        this.shape = shape;
        this.device = device;
        this.memory = Memory.cover(segment, dtype, shape);
    }

    /** The type and the shape, as in {@code float32 (1000, 3)}, for messages. */
    public final String description() {
        return dtype + " " + shape;
    }

    /**
     * The element with these indices, one per axis. An integer is rounded to the nearest double.
     *
     * @throws IndexOutOfBoundsException if an index is out of bounds
     * @throws FormulaException if there are more or fewer indices than axes
     */
    public final double getDouble(long... index) {
        return doubleAt(shape.position(index));
    }

    /**
     * The element of this tensor of integers with these indices, one per axis.
     *
     * @throws FormulaException if it does not hold integers; otherwise as for {@link #getDouble}
     */
    public final long getLong(long... index) {
        return longAt(shape.position(index));
    }

    /**
     * Writes the element of this floating-point tensor with these indices, one per axis. The number is rounded to the
     * nearest one of the type, and to infinity beyond its range.
     *
     * @throws FormulaException if it holds integers; otherwise as for {@link #getDouble}
     */
    public final void setDouble(double value, long... index) {
        setDoubleAt(shape.position(index), value);
    }

    /**
     * Writes the element of this tensor of integers with these indices, one per axis.
     *
     * @throws FormulaException if it does not hold integers, or holds int32 and the value is out of its range;
     *     otherwise as for {@link #getDouble}
     */
    public final void setLong(long value, long... index) {
        setLongAt(shape.position(index), value);
    }

    /**
     * The element at a position in C order, from 0 to {@code count() - 1}. An integer is rounded to the nearest double.
     *
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public final double doubleAt(long element) {
        checkPosition(element);
        return ElementAccess.read(memory, dtype, order, element);
    }

    /**
     * The element of this tensor of integers at a position in C order, from 0 to {@code count() - 1}.
     *
     * @throws IndexOutOfBoundsException if there is no such position
     * @throws FormulaException if it does not hold integers
     */
    public final long longAt(long element) {
        checkPosition(element);
        requireWhole("read it as double");
        return ElementAccess.readWhole(memory, dtype, order, element);
    }

    /**
     * Writes the element of this floating-point tensor at a position in C order, from 0 to {@code count() - 1}, as
     * {@link #setDouble} does.
     *
     * @throws IndexOutOfBoundsException if there is no such position
     * @throws FormulaException if it holds integers
     */
    public final void setDoubleAt(long element, double value) {
        checkPosition(element);
        if (!dtype.isFloating()) {
            throw new FormulaException("the tensor " + description() + " holds " + dtype + ": write it as long");
        }
        ElementAccess.write(memory, dtype, order, element, value);
    }

    /**
     * Writes the element of this tensor of integers at a position in C order, from 0 to {@code count() - 1}.
     *
     * @throws IndexOutOfBoundsException if there is no such position
     * @throws FormulaException if it does not hold integers, or holds int32 and the value is out of its range
     */
    public final void setLongAt(long element, long value) {
        checkPosition(element);
        requireWhole("write it as double");
        if (dtype == DType.INT32 && value != (int) value) {
            throw new FormulaException("the number " + value + " is too large for int32");
        }
        ElementAccess.writeWhole(memory, dtype, order, element, value);
    }

    final void requireWhole(String instead) {
        if (dtype.isFloating()) {
            throw new FormulaException("the tensor " + description() + " does not hold integers: " + instead);
        }
    }

    private void checkPosition(long element) {
        if (device != null) {
            requireOnHost("the tensor " + description());
        }
        if (element < 0 || element >= shape.count()) {
            throw new IndexOutOfBoundsException("the tensor " + description() + " has no element " + element);
        }
    }

    /** Checks that the memory is not that of a device; {@code what} begins the message. */
    final void requireOnHost(String what) {
        if (device != null) {
            throw new FormulaException(what + ": its memory is on " + device
                    + ", out of reach of the CPU: copy it with toHost first");
        }
    }
}
