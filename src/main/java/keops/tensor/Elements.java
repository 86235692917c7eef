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
final class Elements {
    private static final ValueLayout.OfShort SHORT_LITTLE = ValueLayout.JAVA_SHORT.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BIG = ValueLayout.JAVA_SHORT.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_LITTLE = ValueLayout.JAVA_FLOAT.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_BIG = ValueLayout.JAVA_FLOAT.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE_LITTLE = ValueLayout.JAVA_DOUBLE.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE_BIG = ValueLayout.JAVA_DOUBLE.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_LITTLE = ValueLayout.JAVA_LONG.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG = ValueLayout.JAVA_LONG.withOrder(BIG_ENDIAN);

    private Elements() {}

    static double read(MemorySegment segment, DType dtype, ByteOrder order, long element) {
        return switch (dtype) {
            case FLOAT16 -> Float.float16ToFloat(getShort(segment, order, element));
            case BFLOAT16 -> Half.fromBfloat16(getShort(segment, order, element));
            case FLOAT32 -> getFloat(segment, order, element);
            case FLOAT64 -> getDouble(segment, order, element);
            case INT64 -> (double) getLong(segment, order, element);
        };
    }

    /** Writes the nearest floating-point number; int64 never comes here. */
    static void write(MemorySegment segment, DType dtype, ByteOrder order, long element, double value) {
        switch (dtype) {
            case FLOAT16 -> setShort(segment, order, element, Half.toFloat16(value));
            case BFLOAT16 -> setShort(segment, order, element, Half.toBfloat16(value));
            case FLOAT32 -> setFloat(segment, order, element, (float) value);
            case FLOAT64 -> setDouble(segment, order, element, value);
            case INT64 -> throw new AssertionError("a double written to int64");
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

    static long getLong(MemorySegment segment, ByteOrder order, long element) {
        return order == LITTLE_ENDIAN
                ? segment.getAtIndex(LONG_LITTLE, element)
                : segment.getAtIndex(LONG_BIG, element);
    }

    static void setLong(MemorySegment segment, ByteOrder order, long element, long value) {
        if (order == LITTLE_ENDIAN) {
            segment.setAtIndex(LONG_LITTLE, element, value);
        } else {
            segment.setAtIndex(LONG_BIG, element, value);
        }
    }

    /**
     * Checks that a number that was given is still finite after it was written.
     *
     * @throws FormulaException if it has become infinite; {@code what} begins the message
     */
    static void requireFits(double given, double written, DType dtype, String what) {
        if (Double.isInfinite(written) && !Double.isInfinite(given)) {
            throw new FormulaException(what + " is " + given + ", which is too large for " + dtype);
        }
    }

    /**
     * Turns a number that a user gave as a {@code double} into a {@code long}.
     *
     * @throws FormulaException if it is not a whole number in the range of int64; {@code what} begins the message
     */
    static long whole(double value, String what) {
        // 2^63 itself is a double, and one too many.
        if (value != Math.rint(value) || value < -0x1p63 || value >= 0x1p63) {
            throw new FormulaException(what + " is " + value + ", which is not a whole number of int64");
        }
        return (long) value;
    }
}
