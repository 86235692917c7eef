package keops.formula;

/** An ordered comparison of two numbers; each is false if one of them is NaN. Immutable. */
public enum Comparison {
    /** a &lt; b. */
    LESS,
    /** a &lt;= b. */
    LESS_OR_EQUAL,
    /** a == b. */
    EQUAL;

    /** Whether the comparison holds. */
    public boolean holds(double a, double b) {
        return switch (this) {
            case LESS -> a < b;
            case LESS_OR_EQUAL -> a <= b;
            case EQUAL -> a == b;
        };
    }
}
