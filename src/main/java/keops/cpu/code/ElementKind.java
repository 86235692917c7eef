package keops.cpu.code;

import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import keops.tensor.DType;

/** The names that generated code needs for a compute type, and the layout of its numbers. */
public enum ElementKind {
    FLOAT(32, 23, CD_float, CD_int, "FloatVector", "IntVector"),
    DOUBLE(64, 52, CD_double, CD_long, "DoubleVector", "LongVector");

    private static final String PACKAGE = "jdk.incubator.vector.";

    final int bits;
    /** Explicit bits of the significand. */
    final int fraction;
    final ClassDesc scalar;
    final ClassDesc integer;
    final ClassDesc vector;
    final ClassDesc integerVector;
    final ClassDesc array;

    ElementKind(int bits, int fraction, ClassDesc scalar, ClassDesc integer, String vector, String integerVector) {
        this.bits = bits;
        this.fraction = fraction;
        this.scalar = scalar;
        this.integer = integer;
        this.vector = ClassDesc.of(PACKAGE + vector);
        this.integerVector = ClassDesc.of(PACKAGE + integerVector);
        this.array = scalar.arrayType();
    }

    public static ElementKind of(DType dtype) {
        return switch (dtype) {
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case FLOAT16, BFLOAT16, INT32, INT64 ->
                throw new IllegalArgumentException(dtype + " is not a compute type");
        };
    }

    /** An array of zeros. */
    public Object newArray(int length) {
        return this == FLOAT ? new float[length] : new double[length];
    }

    /** The largest exponent of a finite number plus one: 128 or 1024. */
    int exponentLimit() {
        return this == FLOAT ? 128 : 1024;
    }

    /** A number in this type's bits. */
    long toBits(double value) {
        return this == FLOAT ? Float.floatToRawIntBits((float) value) & 0xffffffffL : Double.doubleToRawLongBits(value);
    }

    /** Pushes an integer of this type's width. */
    void pushInteger(CodeBuilder code, long value) {
        if (this == FLOAT) {
            code.loadConstant((int) value);
        } else {
            code.loadConstant(value);
        }
    }

    /** Converts the int on the stack to this type. */
    void fromInt(CodeBuilder code) {
        if (this == FLOAT) {
            code.i2f();
        } else {
            code.i2d();
        }
    }

    /** Converts the double on the stack to this type, of which it is a number. */
    public void fromDouble(CodeBuilder code) {
        if (this == FLOAT) {
            code.d2f();
        }
    }

    /** Replaces the int on the stack by the number whose bits it is. */
    void fromIndex(CodeBuilder code) {
        if (this == DOUBLE) {
            code.i2l();
        }
        fromBits(code);
    }

    /** Replaces the number on the stack by the int that its bits are. */
    public void toIndex(CodeBuilder code) {
        if (this == FLOAT) {
            code.invokestatic(CD_Float, "floatToRawIntBits", MethodTypeDesc.of(CD_int, CD_float));
        } else {
            code.invokestatic(CD_Double, "doubleToRawLongBits", MethodTypeDesc.of(CD_long, CD_double)).l2i();
        }
    }

    /** Jumps where the first of two numbers on the stack is at most the second. */
    public void jumpIfAtMost(CodeBuilder code, Label target) {
        (this == FLOAT ? code.fcmpg() : code.dcmpg()).ifle(target);
    }

    /** Replaces the integer of this type's width on the stack by the number whose bits it is. */
    void fromBits(CodeBuilder code) {
        if (this == FLOAT) {
            code.invokestatic(CD_Float, "intBitsToFloat", MethodTypeDesc.of(CD_float, CD_int));
        } else {
            code.invokestatic(CD_Double, "longBitsToDouble", MethodTypeDesc.of(CD_double, CD_long));
        }
    }

    /** Replaces an array and an index on the stack by the element. */
    public void loadElement(CodeBuilder code) {
        if (this == FLOAT) {
            code.faload();
        } else {
            code.daload();
        }
    }

    /** Stores an element: the array, the index and the number are on the stack. */
    public void storeElement(CodeBuilder code) {
        if (this == FLOAT) {
            code.fastore();
        } else {
            code.dastore();
        }
    }

    /** Replaces an array of integers of this type's width and an index on the stack by the element. */
    void loadInteger(CodeBuilder code) {
        if (this == FLOAT) {
            code.iaload();
        } else {
            code.laload();
        }
    }

    /** Stores an integer of this type's width: the array, the index and the integer are on the stack. */
    void storeInteger(CodeBuilder code) {
        if (this == FLOAT) {
            code.iastore();
        } else {
            code.lastore();
        }
    }
}
