package keops.cuda.source;

import keops.formula.Comparison;
import keops.program.BinaryFunction;
import keops.program.UnaryFunction;
import keops.tensor.DType;

/** The compute type, with the constants and functions of CUDA C. */
enum Real {
    /** Single precision. */
    FLOAT("float", "f", Float.BYTES),
    /** Double precision. */
    DOUBLE("double", "", Double.BYTES);

    private final String cType;
    private final String suffix;
    private final int bytes;

    Real(String cType, String suffix, int bytes) {
        this.cType = cType;
        this.suffix = suffix;
        this.bytes = bytes;
    }

    static Real of(DType compute) {
        return switch (compute) {
            case FLOAT32 -> FLOAT;
            case FLOAT64 -> DOUBLE;
            case FLOAT16, BFLOAT16, INT32, INT64 ->
                    throw new IllegalArgumentException("formulas are not computed in " + compute);
        };
    }

    String cType() {
        return cType;
    }

    int bytes() {
        return bytes;
    }

    /** The number of 4-byte registers of a scalar. */
    int words() {
        return bytes / Integer.BYTES;
    }

    /** The literal of the nearest number of the type. */
    String literal(double value) {
        return switch (this) {
            case FLOAT -> floatLiteral((float) value);
            case DOUBLE -> Double.isFinite(value)
                    ? signed(Double.toString(value))
                    : "__longlong_as_double(0x" + Long.toHexString(Double.doubleToLongBits(value)) + "LL)";
        };
    }

    private static String floatLiteral(float value) {
        return Float.isFinite(value)
                ? signed(value + "f")
                : "__int_as_float(0x" + Integer.toHexString(Float.floatToIntBits(value)) + ")";
    }

    private static String signed(String literal) {
        return literal.startsWith("-") ? "(" + literal + ")" : literal;
    }

    /**
     * The largest shift of exponents whose rounding error changes an exponent by less than 1/16, which is no more than
     * the rounding of the exponent itself.
     */
    String largestShift() {
        return literal(this == FLOAT ? 0x1p20 : 0x1p49);
    }

    /** The largest finite number. */
    String largest() {
        return literal(this == FLOAT ? Float.MAX_VALUE : Double.MAX_VALUE);
    }

    String function(String name, String... arguments) {
        return name + suffix + "(" + String.join(", ", arguments) + ")";
    }

    String fma(String a, String b, String c) {
        return function("fma", a, b, c);
    }

    String unary(UnaryFunction function, String a) {
        return switch (function) {
            case ROUNDED -> a;
            case NEGATE -> "-" + a;
            case ABS -> function("fabs", a);
            case SQRT -> function("sqrt", a);
            case FLOOR -> function("floor", a);
            case EXP -> function("exp", a);
            case EXP2 -> function("exp2", a);
            case LOG -> function("log", a);
            case LOG1P -> function("log1p", a);
            case SIN -> function("sin", a);
            case COS -> function("cos", a);
            case ASIN -> function("asin", a);
            case ACOS -> function("acos", a);
            case ATAN -> function("atan", a);
            case TANH -> function("tanh", a);
        };
    }

    String binary(BinaryFunction function, String a, String b) {
        return switch (function) {
            case ADD -> a + " + " + b;
            case SUBTRACT -> a + " - " + b;
            case MULTIPLY -> a + " * " + b;
            case DIVIDE -> a + " / " + b;
            case POW -> function("pow", a, b);
            case ATAN2 -> function("atan2", a, b);
        };
    }

    /** A sum or difference that the compiler must not contract to an FMA. */
    String rounded(BinaryFunction function, String a, String b) {
        String type = this == FLOAT ? "f" : "d";
        return switch (function) {
            case ADD -> "__" + type + "add_rn(" + a + ", " + b + ")";
            case SUBTRACT -> "__" + type + "sub_rn(" + a + ", " + b + ")";
            case MULTIPLY, DIVIDE, POW, ATAN2 -> binary(function, a, b);
        };
    }

    static String select(Comparison comparison, String a, String b, String then, String otherwise) {
        String operator = switch (comparison) {
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case EQUAL -> "==";
        };
        return a + " " + operator + " " + b + " ? " + then + " : " + otherwise;
    }
}
