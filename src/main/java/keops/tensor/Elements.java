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
    private static final ValueLayout.OfFloat FLOAT_LITTLE = ValueLayout.JAVA_FLOAT.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_BIG = ValueLayout.JAVA_FLOAT.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE_LITTLE = ValueLayout.JAVA_DOUBLE.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE_BIG = ValueLayout.JAVA_DOUBLE.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG_LITTLE = ValueLayout.JAVA_LONG.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG = ValueLayout.JAVA_LONG.withOrder(BIG_ENDIAN);

    private Elements() {}

    static double read(MemorySegment segment, DType dtype, ByteOrder order, long element) {
        return switch (dtype) {
            case FLOAT32 -> getFloat(segment, order, element);
            case FLOAT64 -> getDouble(segment, order, element);
            case INT64 -> (double) getLong(segment, order, element);
        };
    }

    /** Writes a floating-point number; int64 never comes here. */
    static void write(MemorySegment segment, DType dtype, ByteOrder order, long element, double value) {
        switch (dtype) {
            case FLOAT32 -> setFloat(segment, order, element, (float) value);
            case FLOAT64 -> setDouble(segment, order, element, value);
            case INT64 -> throw new AssertionError("a double written to int64");
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
     * Turns a number that a user gave as a {@code double} into a {@code float} and back.
     *
     * @throws FormulaException if a finite number becomes infinite; {@code what} begins the message
     */
    static float narrow(double value, String what) {
        float narrow = (float) value;
        if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
            throw new FormulaException(what + " is " + value + ", which is too large for float32");
        }
        return narrow;
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
