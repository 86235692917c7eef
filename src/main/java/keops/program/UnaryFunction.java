package keops.program;

/** The functions of one value that every back end has. */
public enum UnaryFunction {
    /**
     * a itself, as it is rounded: it is made in the same way wherever it stands, and no product in it is fused with
     * what is added to it. So two programs that relate to each other by such a value, as an exponent and the largest of
     * all, have the same bits of it.
     */
    ROUNDED,
    /** -a. */
    NEGATE,
    /** |a|. */
    ABS,
    /** The square root. */
    SQRT,
    /** The largest whole number that is not above a. */
    FLOOR,
    /** e^a. */
    EXP,
    /** 2^a. */
    EXP2,
    /** The natural logarithm. */
    LOG,
    /** log(1 + a). */
    LOG1P,
    /** The sine. */
    SIN,
    /** The cosine. */
    COS,
    /** The inverse sine. */
    ASIN,
    /** The inverse cosine. */
    ACOS,
    /** The inverse tangent. */
    ATAN,
    /** The hyperbolic tangent. */
    TANH;

    /** The value in double precision. */
    public double apply(double a) {
        return switch (this) {
            case ROUNDED -> a;
            case NEGATE -> -a;
            case ABS -> Math.abs(a);
            case SQRT -> Math.sqrt(a);
            case FLOOR -> Math.floor(a);
            case EXP -> Math.exp(a);
            case EXP2 -> Math.pow(2, a);
            case LOG -> Math.log(a);
            case LOG1P -> Math.log1p(a);
            case SIN -> Math.sin(a);
            case COS -> Math.cos(a);
            case ASIN -> Math.asin(a);
            case ACOS -> Math.acos(a);
            case ATAN -> Math.atan(a);
            case TANH -> Math.tanh(a);
        };
    }
}
