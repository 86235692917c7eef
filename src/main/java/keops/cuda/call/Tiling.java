package keops.cuda.call;

/** How the pairs of rows and columns are laid out over a GPU. */
public enum Tiling {
    /** By rows alone or by rows and columns, whichever suits the sizes. */
    AUTO,
    /** By rows alone: each row is reduced by one thread. */
    ROWS,
    /** By rows and columns: each row is reduced in slices, which are merged in their order. */
    ROWS_AND_COLUMNS
}
