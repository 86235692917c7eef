package keops.cuda.source;

import keops.tensor.DType;

/** The type of an argument in device memory, which is converted to the compute type when it is loaded. Immutable. */
public enum Storage {
    /** IEEE single precision. */
    FLOAT32("float", 4),
    /** IEEE double precision. */
    FLOAT64("double", 8),
    /** IEEE half precision, converted exactly. */
    FLOAT16("unsigned short", 2),
    /** The upper half of a float: its sign, its exponent and 7 bits, converted exactly. */
    BFLOAT16("unsigned short", 2),
    /** Integers that the compute type represents exactly. */
    INT32("int", 4),
    /** Integers that the compute type represents exactly. */
    INT64("long long", 8);

    private final String cType;
    private final int bytes;

    Storage(String cType, int bytes) {
        this.cType = cType;
        this.bytes = bytes;
    }

    /** The storage of a tensor with an element type. */
    public static Storage of(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> FLOAT16;
            case BFLOAT16 -> BFLOAT16;
            case FLOAT32 -> FLOAT32;
            case FLOAT64 -> FLOAT64;
            case INT32 -> INT32;
            case INT64 -> INT64;
        };
    }

    /** The size of an element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The type in CUDA C, without any header. */
    String cType() {
        return cType;
    }

    /** The function that converts a loaded value, if one is needed. */
    String conversion() {
        return switch (this) {
            case FLOAT32, FLOAT64, INT32, INT64 -> "";
            case FLOAT16 -> """
                    static __device__ __forceinline__ float from_half(unsigned short half) {
                        float value;
                        asm("cvt.f32.f16 %0, %1;" : "=f"(value) : "h"(half));
                        return value;
                    }""";
            case BFLOAT16 -> """
                    static __device__ __forceinline__ float from_bfloat(unsigned short upper) {
                        return __uint_as_float((unsigned int) upper << 16);
                    }""";
        };
    }

    /** The expression of a loaded value, converted to the compute type. */
    String converted(String read, Real real) {
        return switch (this) {
            case FLOAT32 -> read;
            case FLOAT64 -> real == Real.FLOAT ? "(float) " + read : read;
            case INT32, INT64 -> "(" + real.cType() + ") " + read;
            case FLOAT16 -> "from_half(" + read + ")";
            case BFLOAT16 -> "from_bfloat(" + read + ")";
        };
    }
}
