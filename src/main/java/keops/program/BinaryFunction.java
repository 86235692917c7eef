package keops.program;

/** The functions of two values that every back end has. */
public enum BinaryFunction {
    /** a + b. */
    ADD,
    /** a - b. */
    SUBTRACT,
    /** a b. */
    MULTIPLY,
    /** a / b. */
    DIVIDE,
    /** a^b. */
    POW,
    /** The angle of the point (b, a). */
    ATAN2;

    /** The value in double precision. */
    public double apply(double a, double b) {
        return switch (this) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case POW -> Math.pow(a, b);
            case ATAN2 -> Math.atan2(a, b);
        };
    }
}
