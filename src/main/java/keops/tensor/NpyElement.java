package keops.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/** The element types of .npy files that can be read, named as there, without the byte order. */
enum NpyElement {
    FLOAT16("f2", DType.FLOAT16, true),
    FLOAT32("f4", DType.FLOAT32, true),
    FLOAT64("f8", DType.FLOAT64, true),
    BOOL("b1", DType.INT32, false),
    INT8("i1", DType.INT32, false),
    INT16("i2", DType.INT32, false),
    INT32("i4", DType.INT32, true),
    INT64("i8", DType.INT64, true),
    UINT8("u1", DType.INT32, false),
    UINT16("u2", DType.INT32, false),
    UINT32("u4", DType.INT64, false),
    UINT64("u8", DType.INT64, false);

    private final String kind;
    private final DType dtype;
    private final boolean isDirect;

    NpyElement(String kind, DType dtype, boolean isDirect) {
        this.kind = kind;
        this.dtype = dtype;
        this.isDirect = isDirect;
    }

    static Optional<NpyElement> of(String kind) {
        return Arrays.stream(values()).filter(element -> element.kind.equals(kind)).findFirst();
    }

    /**
     * The type of the tensor: the smallest that represents all values, except int64 for unsigned integers of 8 bytes.
     */
    DType dtype() {
        return dtype;
    }

    /** Whether a tensor can view the elements as they are in the file. */
    boolean isDirect() {
        return isDirect;
    }

    /** The size of one element in the file, in bytes. */
    int bytes() {
        return kind.charAt(1) - '0';
    }

    /** Reads an integer; negative for a value of 2^63 or more, which only {@link #UINT64} has. */
    long whole(MemorySegment raw, ByteOrder order, long element) {
        long at = element * bytes();
        return switch (this) {
            case BOOL -> raw.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
            case INT8 -> raw.get(ValueLayout.JAVA_BYTE, at);
            case UINT8 -> Byte.toUnsignedLong(raw.get(ValueLayout.JAVA_BYTE, at));
            case INT16 -> raw.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at);
            case UINT16 -> Short.toUnsignedLong(raw.get(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(order), at));
            case INT32 -> raw.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at);
            case UINT32 -> Integer.toUnsignedLong(raw.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), at));
            case INT64, UINT64 -> raw.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), at);
            case FLOAT16, FLOAT32, FLOAT64 -> throw new AssertionError("an integer of " + this);
        };
    }
}
