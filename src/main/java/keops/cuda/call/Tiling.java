package keops.cuda.call;

/** The distribution of pairs over the threads of a GPU. Immutable, and safe for use by many threads. */
public enum Tiling {
    /** By rows or by rows and columns, depending on the sizes. */
    AUTO,
    /** By rows: each row is reduced by one thread. */
    ROWS,
    /** By rows and columns: each row is reduced in slices of columns, which are merged in order. */
    ROWS_AND_COLUMNS
}
