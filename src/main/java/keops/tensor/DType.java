package keops.tensor;

import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;
import keops.error.FormulaException;

/** The type of the elements of a {@link Tensor}. */
public enum DType {
    /** IEEE 754 single precision, 4 bytes: a Java {@code float}. */
    FLOAT32("float32", Float.BYTES),
    /** IEEE 754 double precision, 8 bytes: a Java {@code double}. */
    FLOAT64("float64", Double.BYTES),
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
     * @param text {@code float32}, {@code float64} or {@code int64}, in lower case
     * @throws FormulaException if there is no such type
     */
    public static DType of(String text) {
        Objects.requireNonNull(text, "text is null");
        for (DType type : values()) {
            if (type.text.equals(text)) {
                return type;
            }
        }
        throw new FormulaException("unknown element type '" + text + "': expected float32, float64 or int64");
    }

    /** The name of this type as people write it: {@code float32}, {@code float64} or {@code int64}. */
    public String text() {
        return text;
    }

    /** The size of one element, in bytes. */
    public int bytes() {
        return bytes;
    }

    /** Tells whether the elements are floating-point numbers, as formulas need them. */
    public boolean isFloating() {
        return this != INT64;
    }

    /** The layout of one element in the given byte order, aligned to the size of the element. */
    public ValueLayout layout(ByteOrder order) {
        Objects.requireNonNull(order, "order is null");
        ValueLayout layout = switch (this) {
            case FLOAT32 -> ValueLayout.JAVA_FLOAT;
            case FLOAT64 -> ValueLayout.JAVA_DOUBLE;
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
