package keops.tensor;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import keops.error.FormulaException;

/**
 * Reading and writing one element, at a position that is known to exist. Each layout is a constant, because the JIT
 * compiles an access into one load or store only where it can see the layout.
 */
final class ElementAccess {
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    private static final ValueLayout.OfShort SHORT_LITTLE = ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BIG = ValueLayout.JAVA_SHORT.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_LITTLE = ValueLayout.JAVA_FLOAT.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_BIG = ValueLayout.JAVA_FLOAT.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE_LITTLE = ValueLayout.JAVA_DOUBLE.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE_BIG = ValueLayout.JAVA_DOUBLE.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT_LITTLE = ValueLayout.JAVA_INT.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_BIG = ValueLayout.JAVA_INT.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_LITTLE = ValueLayout.JAVA_LONG.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG = ValueLayout.JAVA_LONG.withOrder(BIG_ENDIAN);

    private ElementAccess() {}

    static double read(MemorySegment segment, DType dtype, ByteOrder order, long element) {
        return switch (dtype) {
            case FLOAT16 -> Float.float16ToFloat(getShort(segment, order, element));
            case BFLOAT16 -> Half.fromBfloat16(getShort(segment, order, element));
            case FLOAT32 -> getFloat(segment, order, element);
            case FLOAT64 -> getDouble(segment, order, element);
            case INT32, INT64 -> (double) readWhole(segment, dtype, order, element);
        };
    }

    /** Writes the nearest floating-point number. The type must not be one of integers. */
    static void write(MemorySegment segment, DType dtype, ByteOrder order, long element, double value) {
        switch (dtype) {
            case FLOAT16 -> setShort(segment, order, element, Half.toFloat16(value));
            case BFLOAT16 -> setShort(segment, order, element, Half.toBfloat16(value));
            case FLOAT32 -> setFloat(segment, order, element, (float) value);
            case FLOAT64 -> setDouble(segment, order, element, value);
            case INT32, INT64 -> throw new AssertionError("a double written to " + dtype);
        }
    }

    private static short getShort(MemorySegment segment, ByteOrder order, long element) {
        return order == LITTLE_ENDIAN
                ? segment.getAtIndex(SHORT_LITTLE, element)
                : segment.getAtIndex(SHORT_BIG, element);
    }

    private static void setShort(MemorySegment segment, ByteOrder order, long element, short bits) {
        if (order == LITTLE_ENDIAN) {
            segment.setAtIndex(SHORT_LITTLE, element, bits);
        } else {
            segment.setAtIndex(SHORT_BIG, element, bits);
        }
    }

    private static float getFloat(MemorySegment segment, ByteOrder order, long element) {
        return order == LITTLE_ENDIAN
                ? segment.getAtIndex(FLOAT_LITTLE, element)
                : segment.getAtIndex(FLOAT_BIG, element);
    }

    private static void setFloat(MemorySegment segment, ByteOrder order, long element, float value) {
        if (order == LITTLE_ENDIAN) {
            segment.setAtIndex(FLOAT_LITTLE, element, value);
        } else {
            segment.setAtIndex(FLOAT_BIG, element, value);
        }
    }

    private static double getDouble(MemorySegment segment, ByteOrder order, long element) {
        return order == LITTLE_ENDIAN
                ? segment.getAtIndex(DOUBLE_LITTLE, element)
                : segment.getAtIndex(DOUBLE_BIG, element);
    }

    private static void setDouble(MemorySegment segment, ByteOrder order, long element, double value) {
        if (order == LITTLE_ENDIAN) {
            segment.setAtIndex(DOUBLE_LITTLE, element, value);
        } else {
            segment.setAtIndex(DOUBLE_BIG, element, value);
        }
    }

    /** Reads an integer. The type must be one of integers. */
    static long readWhole(MemorySegment segment, DType dtype, ByteOrder order, long element) {
        return dtype == DType.INT32 ? getInt(segment, order, element) : getLong(segment, order, element);
    }

    /** Writes an integer within the range of the type, which must be one of integers. */
    static void writeWhole(MemorySegment segment, DType dtype, ByteOrder order, long element, long value) {
        if (dtype == DType.INT32) {
            setInt(segment, order, element, (int) value);
        } else {
            setLong(segment, order, element, value);
        }
    }

    private static int getInt(MemorySegment segment, ByteOrder order, long element) {
        return order == LITTLE_ENDIAN
                ? segment.getAtIndex(INT_LITTLE, element)
                : segment.getAtIndex(INT_BIG, element);
    }

    private static void setInt(MemorySegment segment, ByteOrder order, long element, int value) {
        if (order == LITTLE_ENDIAN) {
            segment.setAtIndex(INT_LITTLE, element, value);
        } else {
            segment.setAtIndex(INT_BIG, element, value);
        }
    }

    private static long getLong(MemorySegment segment, ByteOrder order, long element) {
        return order == LITTLE_ENDIAN
                ? segment.getAtIndex(LONG_LITTLE, element)
                : segment.getAtIndex(LONG_BIG, element);
    }

    private static void setLong(MemorySegment segment, ByteOrder order, long element, long value) {
        if (order == LITTLE_ENDIAN) {
            segment.setAtIndex(LONG_LITTLE, element, value);
        } else {
            segment.setAtIndex(LONG_BIG, element, value);
        }
    }

    /**
     * Checks that a finite number is still finite after it was written.
     *
     * @param index where it stands among the numbers that were given, for the message
     * @throws FormulaException if it has become infinite
     */
    static void requireFits(double given, double written, DType dtype, int index) {
        if (Double.isInfinite(written) && !Double.isInfinite(given)) {
            throw new FormulaException("the value at " + index + " is " + given + ", which is too large for " + dtype);
        }
    }

    /**
     * Turns a number that a user gave as a {@code double} into an integer of a type.
     *
     * @param index where it stands among the numbers that were given, for the message
     * @throws FormulaException if it is not a whole number in the range of the type
     */
    static long whole(double value, DType dtype, int index) {
        // Long.MAX_VALUE is no double: the nearest one, 2^63, is out of range.
        double end = dtype == DType.INT32 ? 0x1p31 : 0x1p63;
        if (value != Math.rint(value) || value < -end || value >= end) {
            throw new FormulaException(
                    "the value at " + index + " is " + value + ", which is not a whole number of " + dtype);
        }
        return (long) value;
    }
}
