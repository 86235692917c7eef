package keops.cuda.source;

import keops.tensor.DType;

/** How the numbers of an argument are stored in device memory; they are computed with in the compute type. */
public enum Storage {
    /** IEEE single precision. */
    FLOAT32("float", 4),
    /** IEEE double precision. */
    FLOAT64("double", 8),
    /** IEEE half precision, converted without loss. */
    FLOAT16("unsigned short", 2),
    /** The upper half of a float: its sign, its exponent and 7 bits, converted without loss. */
    BFLOAT16("unsigned short", 2),
    /** Integers that the compute type holds exactly. */
    INT32("int", 4),
    /** Integers that the compute type holds exactly. */
    INT64("long long", 8);

    private final String cType;
    private final int bytes;

    Storage(String cType, int bytes) {
        this.cType = cType;
        this.bytes = bytes;
    }

    /** How a tensor of an element type is stored. */
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

    /** The size of a number. */
    public int bytes() {
        return bytes;
    }

    /** The type that CUDA C reads, without any header. */
    String cType() {
        return cType;
    }

    /** The function that converts what was read, where there is one. */
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

    /** The value that was read, as a number of CUDA C. */
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
