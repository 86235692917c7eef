package keops.examples.shape;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** The types of numbers in PLY files. */
enum PlyType {
    INT8("char", 1, Byte.MIN_VALUE, Byte.MAX_VALUE),
    UINT8("uchar", 1, 0, 0xff),
    INT16("short", 2, Short.MIN_VALUE, Short.MAX_VALUE),
    UINT16("ushort", 2, 0, 0xffff),
    INT32("int", 4, Integer.MIN_VALUE, Integer.MAX_VALUE),
    UINT32("uint", 4, 0, 0xffff_ffffL),
    FLOAT32("float", 4, 0, 0),
    FLOAT64("double", 8, 0, 0);

    private final String old;
    private final int bytes;
    private final long least;
    private final long most;

    PlyType(String old, int bytes, long least, long most) {
        this.old = old;
        this.bytes = bytes;
        this.least = least;
        this.most = most;
    }

    /** The type with this name; each has an old one, like uchar, and a new one, like uint8. */
    static Optional<PlyType> of(String name) {
        return Arrays.stream(values()).filter(type -> type.old.equals(name) || type.toString().equals(name)).findAny();
    }

    int bytes() {
        return bytes;
    }

    boolean isInteger() {
        return this != FLOAT32 && this != FLOAT64;
    }

    /** Whether a number is one of this type. */
    boolean holds(double number) {
        return !isInteger() || number >= least && number <= most && number == Math.rint(number);
    }

    double read(ByteBuffer bytesOfFile) {
        return switch (this) {
            case INT8 -> bytesOfFile.get();
            case UINT8 -> Byte.toUnsignedInt(bytesOfFile.get());
            case INT16 -> bytesOfFile.getShort();
            case UINT16 -> Short.toUnsignedInt(bytesOfFile.getShort());
            case INT32 -> bytesOfFile.getInt();
            case UINT32 -> Integer.toUnsignedLong(bytesOfFile.getInt());
            case FLOAT32 -> bytesOfFile.getFloat();
            case FLOAT64 -> bytesOfFile.getDouble();
        };
    }

    @Override
    public String toString() {
        return switch (this) {
            case INT8 -> "int8";
            case UINT8 -> "uint8";
            case INT16 -> "int16";
            case UINT16 -> "uint16";
            case INT32 -> "int32";
            case UINT32 -> "uint32";
            case FLOAT32 -> "float32";
            case FLOAT64 -> "float64";
        };
    }
}
