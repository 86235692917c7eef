package keops.cpu.code;

/**
 * How the kernels of a plan are laid out.
 *
 * @param kind the compute type
 * @param bits the width of a vector, which may be that of a single number
 * @param columnLanes the columns that stand side by side in the lanes of a vector, which a kernel takes as one: 1 where
 *     rows stand there
 * @param blockRows the rows of a block; where columns stand in the lanes, a row counts once for each of them
 * @param blockLanes the rows of a block that stand in the lanes of one vector
 * @param rowVectors the vectors of rows that a kernel works on side by side; more hide the latency of operations, until
 *     registers run out
 * @param tileColumns the columns of a tile
 * @param stripColumns the columns of a strip: a tile is worked on strip by strip, so that the values of pairs that
 *     kernels spill stay in the first-level cache
 */
public record KernelShape(
        ElementKind kind, int bits, int columnLanes, int blockRows, int blockLanes, int rowVectors, int tileColumns,
        int stripColumns) {
    /** Column values of a tile, and columns: short enough for the first-level cache and for the accuracy of sums. */
    private static final int TILE_VALUES = 8192;
    private static final int TILE_COLUMNS = 512;
    /** Bytes of spilled values of pairs. */
    private static final int PAIR_BYTES = 32 * 1024;
    /** Bytes of sums over rows, which kernels go through one after the other: they stay in the second-level cache. */
    private static final int SUM_BYTES = 128 * 1024;
    /** Strips are multiples of this, so that folds, which take several columns together, leave none over. */
    private static final int COLUMNS_TOGETHER = 20;
    /** The same where columns stand in the lanes: a vector of their values takes as much room as many columns do. */
    private static final int VECTORS_TOGETHER = 5;

    /** The rows of a vector. */
    public int lanes() {
        return bits / kind.bits;
    }

    /** Whether kernels work on single rows, with nothing that needs the Vector API. */
    boolean isScalar() {
        return lanes() == 1;
    }

    /** Whether columns stand in the lanes, and not rows. */
    public boolean isOfColumns() {
        return columnLanes > 1;
    }

    /** The rows of a block, each counted once. */
    public int ownRows() {
        return blockRows / columnLanes;
    }

    /** The columns of a tile, each counted. */
    public int ownColumns() {
        return tileColumns * columnLanes;
    }

    /** The rows that a kernel works on. */
    public int kernelRows() {
        return lanes() * rowVectors;
    }

    /** The shape of kernels that work on one vector of the same blocks, with strips of their own length. */
    public KernelShape ofOneVector(int columns) {
        return new KernelShape(kind, bits, columnLanes, blockRows, blockLanes, 1, tileColumns, columns);
    }

    /** The shape of kernels that work on one row of the same blocks. */
    public KernelShape ofOneRow() {
        return new KernelShape(kind, kind.bits, columnLanes, blockRows, blockLanes, 1, tileColumns, tileColumns);
    }

    /** The columns of a strip for one vector of rows, where pairs have some spill slots. */
    public int stripColumnsOfVector(int pairSlots) {
        return stripColumns(columnLanes, tileColumns, pairSlots * bits / Byte.SIZE);
    }

    private static int stripColumns(int columnLanes, int columns, int columnBytes) {
        int strip = columnBytes == 0 ? columns : Math.min(columns, PAIR_BYTES / columnBytes);
        int multiple = columnLanes > 1 && strip < COLUMNS_TOGETHER ? VECTORS_TOGETHER : COLUMNS_TOGETHER;
        return Math.max(1, strip / multiple) * multiple;
    }

    /**
     * The shape for some vectors of rows side by side.
     *
     * @param columnValues the values of a column
     * @param pairSlots the spill slots of a pair
     * @param columnSums the sums over rows that are kept for a column
     */
    public static KernelShape of(
            ElementKind kind, int bits, int rowVectors, int columnValues, int pairSlots, int columnSums) {
        return of(kind, bits, 1, rowVectors, columnValues, pairSlots, columnSums);
    }

    /** The same with columns in the lanes: side by side are some rows, each in all lanes of its vector. */
    public static KernelShape ofColumns(ElementKind kind, int bits, int rowVectors, int columnValues, int pairSlots) {
        return of(kind, bits, bits / kind.bits, rowVectors, columnValues, pairSlots, 0);
    }

    private static KernelShape of(ElementKind kind, int bits, int columnLanes, int rowVectors, int columnValues,
            int pairSlots, int columnSums) {
        int columns = Math.min(TILE_COLUMNS, TILE_VALUES / Math.max(1, columnValues * columnLanes));
        columns = Math.min(columns, SUM_BYTES / Math.max(1, columnSums * bits / Byte.SIZE));
        int strip = stripColumns(columnLanes, columns, pairSlots * rowVectors * bits / Byte.SIZE);
        columns = Math.max(1, columns / strip) * strip;
        int lanes = bits / kind.bits;
        return new KernelShape(kind, bits, columnLanes, rowVectors * lanes, lanes, rowVectors, columns, strip);
    }
}
