package keops.program;

/**
 * What a scalar value depends on, and therefore how often it must be computed: once; once per call; once per row;
 * once per column; once per pair.
 */
public enum Stage {
    /** Known when the formula is known. */
    CONSTANT,
    /** Depends on parameters only. */
    PARAMETER,
    /** Depends on the row (and parameters). Rows are the axis of the output, whether the user calls it i or j. */
    ROW,
    /** Depends on the column (and parameters). Columns are the axis that is reduced. */
    COLUMN,
    /** Depends on the pair of a row and a column. */
    PAIR;

    /** The stage of a value made from values of both stages. */
    public Stage join(Stage other) {
        if (this == other || other.ordinal() <= PARAMETER.ordinal()) {
            return this.compareTo(other) >= 0 ? this : other;
        }
        return this.ordinal() <= PARAMETER.ordinal() ? other : PAIR;
    }

    /** Whether a value of this stage is the same for all columns of a row. */
    public boolean isFixedInRow() {
        return switch (this) {
            case CONSTANT, PARAMETER, ROW -> true;
            case COLUMN, PAIR -> false;
        };
    }

    /** Whether a value of this stage is the same for all rows of a column. */
    public boolean isFixedInColumn() {
        return switch (this) {
            case CONSTANT, PARAMETER, COLUMN -> true;
            case ROW, PAIR -> false;
        };
    }
}
