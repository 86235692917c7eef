package keops.cpu.layout;

import keops.program.BinaryFunction;
import keops.program.Scalar;
import keops.program.UnaryFunction;

/**
 * What the layout of kernels knows of an operation: one row of a table for each. The numbers decide which kernels there
 * are, never what they compute; but for the range, on which the guards of exponentials depend.
 *
 * @param bytes about how many bytes of code it takes, for functions what they take in float64 (measured)
 * @param operations what it takes of the pipes; for functions the mean of float32 and float64, where integer operations
 *     and choices count half
 * @param latency cycles from the operands to the result
 * @param constants vectors of constants that stay in registers
 * @param range the range of the result
 */
record FunctionFacts(int bytes, Operations operations, int latency, int constants, ValueRange.Rule range) {
    /** A division or a square root, in products. */
    private static final double DIVISION = 10;

    /** Latencies: a plain operation, a division, an exponential, any other function. */
    private static final int PLAIN = 4;
    private static final int DIVIDING = 16;
    private static final int EXPONENTIAL = 40;
    private static final int LONG = 80;

    /** Of an exponential: coefficients, bounds and what scales. Those of others are too many to stay in any case. */
    private static final int EXPONENTIAL_CONSTANTS = 8;

    /** What is at hand before the loop, and vectors that are summed up by a kernel of their own. */
    private static final FunctionFacts NONE = new FunctionFacts(0, 0, 0, 0, 0, FunctionFacts::unknown);

    private FunctionFacts(
            int bytes, double products, double others, int latency, int constants, ValueRange.Rule range) {
        this(bytes, new Operations(products, others), latency, constants, range);
    }

    private static FunctionFacts row(int bytes, double products, double others, int latency, ValueRange.Rule range) {
        return new FunctionFacts(bytes, products, others, latency, 0, range);
    }

    private static ValueRange unknown(ValueRange a, ValueRange b, boolean same) {
        return ValueRange.UNKNOWN;
    }

    /** The row of a function of one value. */
    static FunctionFacts of(UnaryFunction function) {
        return switch (function) {
            //                  bytes, products, others, latency, range
            case ROUNDED -> row(12, 0, 2, PLAIN, (a, _, _) -> a);
            case NEGATE -> row(12, 0, 2, PLAIN, (a, _, _) -> a.negated());
            case ABS -> row(12, 0, 2, PLAIN, (a, _, _) -> a.magnitude());
            case SQRT -> row(12, DIVISION, 0, DIVIDING, (a, _, _) -> a.squareRoot());
            case FLOOR -> row(110, 0, 2, DIVIDING, (a, _, _) -> a.floor());
            case EXP, EXP2 -> new FunctionFacts(220, 7, 5, EXPONENTIAL, EXPONENTIAL_CONSTANTS, FunctionFacts::unknown);
            case LOG -> row(480, 20, 14, LONG, FunctionFacts::unknown);
            case LOG1P -> row(590, 20, 24, LONG, FunctionFacts::unknown);
            case SIN, COS -> row(620, 21, 25, LONG, (a, _, _) -> a.bounded());
            case ASIN -> row(380, 12 + DIVISION, 17, LONG, FunctionFacts::unknown);
            case ACOS -> row(440, 12 + DIVISION, 17, LONG, FunctionFacts::unknown);
            case ATAN -> row(380, 17 + DIVISION, 10, LONG, (a, _, _) -> a.boundedWithSign());
            case TANH -> row(480, 23 + DIVISION, 10, LONG, (a, _, _) -> a.bounded());
        };
    }

    /** The row of a function of two values. */
    static FunctionFacts of(BinaryFunction function) {
        return switch (function) {
            case ADD -> row(14, 0, 1, PLAIN, (a, b, _) -> a.plus(b));
            case SUBTRACT -> row(14, 0, 1, PLAIN, (a, b, _) -> a.plus(b.negated()));
            case MULTIPLY -> row(14, 1, 0, PLAIN, ValueRange::times);
            case DIVIDE -> row(14, DIVISION, 0, DIVIDING, FunctionFacts::unknown);
            case POW -> row(1200, 35 + DIVISION, 60, LONG, FunctionFacts::unknown);
            case ATAN2 -> row(570, 17 + DIVISION, 24, LONG, FunctionFacts::unknown);
        };
    }

    /** The row of a value's operation, whose range depends on more than its operands' where it has three or more. */
    static FunctionFacts of(Scalar value) {
        return switch (value) {
            case Scalar.Unary(UnaryFunction function, int _) -> of(function);
            case Scalar.Binary(BinaryFunction function, int _, int _) -> of(function);
            case Scalar.Fma _ -> row(14, 1, 0, PLAIN, FunctionFacts::unknown);
            case Scalar.Select _ -> row(26, 0, 2, PLAIN, FunctionFacts::unknown);
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Fold _ -> NONE;
        };
    }
}
