package keops.program;

/** What sums have a value for. */
public enum Extent {
    /** Each row: sums over the columns. */
    ROWS,
    /** Each column: sums over the rows. */
    COLUMNS,
    /** All pairs together: one value, the sum of those of the rows. */
    PAIRS;

    /** Whether values of a stage are the same for all terms that are added one after the other. */
    public boolean isFixed(Stage stage) {
        return switch (this) {
            case ROWS, PAIRS -> stage.isFixedInRow();
            case COLUMNS -> stage.isFixedInColumn();
        };
    }
}
