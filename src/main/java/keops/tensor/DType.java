package keops.tensor;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import keops.error.FormulaException;

/**
 * The type of the elements of a {@link Tensor}. The two types of 2 bytes are for storage: formulas over them are
 * computed in {@link #FLOAT32}, which is also the type of the results. Integers are labels and indices: as arguments of
 * formulas they are converted to the type in which the other arguments are computed, or to {@link #FLOAT64} if all
 * arguments are integers. That type must represent each of them exactly. Immutable, and safe for use by many threads.
 */
public enum DType {
    /**
     * IEEE 754 half precision, 2 bytes: 11 significant bits, up to 65504, steps of 2^-24 near 0; the bits are those of
     * {@link Float#floatToFloat16}.
     */
    FLOAT16("float16", Short.BYTES),
    /** The upper half of a {@link #FLOAT32}, 2 bytes: its range, with 8 significant bits. */
    BFLOAT16("bfloat16", Short.BYTES),
    /** IEEE 754 single precision, 4 bytes: a Java {@code float}. */
    FLOAT32("float32", Float.BYTES),
    /** IEEE 754 double precision, 8 bytes: a Java {@code double}. */
    FLOAT64("float64", Double.BYTES),
    /** Signed integers of 4 bytes: a Java {@code int}. */
    INT32("int32", Integer.BYTES),
    /** Signed integers of 8 bytes: a Java {@code long}. It holds indices, such as the results of ArgMin. */
    INT64("int64", Long.BYTES);

    private final String text;
    private final int bytes;

    DType(String text, int bytes) {
        this.text = text;
        this.bytes = bytes;
    }

    /**
     * The type with the given name.
     *
     * @param text {@code float16}, {@code bfloat16}, {@code float32}, {@code float64}, {@code int32} or {@code int64},
     *     in lower case
     * @throws FormulaException if there is no such type
     */
    public static DType of(String text) {
        Objects.requireNonNull(text, "text is null");
        for (DType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new FormulaException("unknown element type '" + text
                + "': expected float16, bfloat16, float32, float64, int32 or int64");
    }

    /** The name of this type in lower case, as in {@code float32}. */
    public String text() {
        return text;
    }

    /** The size of one element, in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Whether the elements are floating-point numbers. */
    public boolean isFloating() {
        return switch (this) {
            case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 -> true;
            case INT32, INT64 -> false;
        };
    }

    /**
     * The type in which numbers of this type are computed: float32 for the types of 2 bytes, else the type itself.
     * Integers are computed in the type of the other arguments of a formula.
     */
    public DType compute() {
        return switch (this) {
            case FLOAT16, BFLOAT16, FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case INT32, INT64 -> this;
        };
    }

    /** Whether formulas are computed in this type: true for float32 and float64. */
    public boolean isComputed() {
        return isFloating() && compute() == this;
    }

    /** The layout of one element in the given byte order, aligned to the size of the element. */
    public ValueLayout layout(ByteOrder order) {
        Objects.requireNonNull(order, "order is null");
        ValueLayout layout = switch (this) {
            case FLOAT16, BFLOAT16 -> ValueLayout.JAVA_SHORT;
            case FLOAT32 -> ValueLayout.JAVA_FLOAT;
            case FLOAT64 -> ValueLayout.JAVA_DOUBLE;
            case INT32 -> ValueLayout.JAVA_INT;
            case INT64 -> ValueLayout.JAVA_LONG;
        };
        return layout.withOrder(order);
    }

    /** The same as {@link #text()}. */
    @Override
    public String toString() {
        return text;
    }
}
