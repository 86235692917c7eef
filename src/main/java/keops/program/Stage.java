package keops.program;

/**
 * What a scalar value depends on, and therefore how often it must be computed: once; once per call; once per row i;
 * once per column j; once per pair.
 */
public enum Stage {
    /** Known when the formula is known. */
    CONSTANT,
    /** Depends on parameters only. */
    PARAMETER,
    /** Depends on the row i (and parameters). Rows are the index of the output. */
    I,
    /** Depends on the column j (and parameters). Columns are the index that is reduced. */
    J,
    /** Depends on the pair. */
    IJ;

    /** The stage of a value made from values of both stages. */
    public Stage join(Stage other) {
        if (this == other || other.ordinal() <= PARAMETER.ordinal()) {
            return this.compareTo(other) >= 0 ? this : other;
        }
        return this.ordinal() <= PARAMETER.ordinal() ? other : IJ;
    }

    /** Whether a value of this stage is the same for all columns of a row. */
    public boolean isFixedInRow() {
        return switch (this) {
            case CONSTANT, PARAMETER, I -> true;
            case J, IJ -> false;
        };
    }

    /** Whether a value of this stage is the same for all rows of a column. */
    public boolean isFixedInColumn() {
        return switch (this) {
            case CONSTANT, PARAMETER, J -> true;
            case I, IJ -> false;
        };
    }
}
