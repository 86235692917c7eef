package keops.cpu.code;

import keops.formula.Comparison;
import keops.program.BinaryFunction;
import keops.program.UnaryFunction;

/**
 * The functions of programs as vector code, all written out: {@link Exponentials}, {@link Logarithms},
 * {@link Trigonometry}, {@link InverseTrigonometry}, {@link Hyperbolic} and {@link Powers}. Errors are at most 2 ulp in
 * float32 and 1.5 ulp in float64. A result has the same bits in vectors of any width, and wherever it stands in one.
 */
public final class VectorFunctions {
    private final ElementKind kind;
    private final KernelCode code;
    private final Arithmetic arithmetic;

    public VectorFunctions(ElementKind kind, KernelCode code) {
        this.kind = kind;
        this.code = code;
        this.arithmetic = new Arithmetic(kind, code);
    }

    public int unary(UnaryFunction function, int a) {
        return unary(function, a, Exponent.ANY);
    }

    /** A function; exponentials by what is known of their argument. */
    public int unary(UnaryFunction function, int a, Exponent exponent) {
        return switch (function) {
            case ROUNDED -> a;
            case NEGATE -> code.negate(a);
            case ABS -> code.absolute(a);
            case SQRT -> code.squareRoot(a);
            case FLOOR -> floor(a);
            case EXP -> new Exponentials(arithmetic).exp(a, exponent);
            case EXP2 -> new Exponentials(arithmetic).exp2(a, exponent);
            case LOG -> new Logarithms(arithmetic).log(a);
            case LOG1P -> new Logarithms(arithmetic).log1p(a);
            case SIN -> new Trigonometry(arithmetic).sine(a);
            case COS -> new Trigonometry(arithmetic).cosine(a);
            case ASIN -> new InverseTrigonometry(arithmetic).arcsine(a);
            case ACOS -> new InverseTrigonometry(arithmetic).arccosine(a);
            case ATAN -> new InverseTrigonometry(arithmetic).arctangent(a);
            case TANH -> new Hyperbolic(arithmetic).tangent(a);
        };
    }

    public int binary(BinaryFunction function, int a, int b) {
        return switch (function) {
            case ADD -> code.add(a, b);
            case SUBTRACT -> code.subtract(a, b);
            case MULTIPLY -> code.multiply(a, b);
            case DIVIDE -> code.divide(a, b);
            case POW -> new Powers(arithmetic).power(a, b);
            case ATAN2 -> new InverseTrigonometry(arithmetic).arctangent(a, b);
        };
    }

    /** Adding and taking away 2^fraction with the number's sign rounds to a whole number; larger numbers are whole. */
    private int floor(int a) {
        int zero = code.constant(0);
        double power = Math.scalb(1.0, kind.fraction);
        int shift = code.select(Comparison.LESS, a, zero, code.constant(-power), code.constant(power));
        int rounded = code.subtract(code.add(a, shift), shift);
        int below = code.select(
                Comparison.LESS, a, rounded, code.subtract(rounded, code.constant(1)), rounded);
        return code.select(Comparison.LESS, code.absolute(a), code.constant(power), below, a);
    }
}
