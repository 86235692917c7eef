package keops.cpu;

/**
 * How the kernels of a plan are laid out.
 *
 * @param kind the compute type
 * @param bits the width of a vector
 * @param blockVectors the vectors of rows of a block
 * @param firstVector the first of these that a kernel works on
 * @param rowVectors how many of them it works on side by side; more hide the latency of operations, until registers run out
 * @param tileColumns the columns of a tile
 * @param stripColumns the columns of a strip: a tile is worked on strip by strip, so that the values of pairs that kernels
 *     hand on stay in the first-level cache
 */
record KernelShape(
        ElementKind kind, int bits, int blockVectors, int firstVector, int rowVectors, int tileColumns, int stripColumns) {
    /** Column values of a tile, and columns: short enough for the first-level cache and for the accuracy of sums. */
    private static final int TILE_VALUES = 8192;
    private static final int TILE_COLUMNS = 512;
    /** Bytes of values of pairs that kernels hand on. */
    private static final int PAIR_BYTES = 32 * 1024;
    /** Strips are multiples of this, so that folds, which take several columns together, leave none over. */
    private static final int COLUMNS_TOGETHER = 20;

    /** The rows of a vector. */
    int lanes() {
        return bits / kind.bits;
    }

    /** The rows of a block. */
    int blockRows() {
        return lanes() * blockVectors;
    }

    /** The rows that a kernel works on. */
    int kernelRows() {
        return lanes() * rowVectors;
    }

    /** Where the rows of one of the vectors that a kernel works on stand among the rows of the block. */
    int rowOf(int vector) {
        return (firstVector + vector) * lanes();
    }

    /** The shape of kernels that work on one vector of the same blocks, with strips of their own length. */
    KernelShape ofVector(int vector, int columns) {
        return new KernelShape(kind, bits, blockVectors, vector, 1, tileColumns, columns);
    }

    /** The columns of a strip for one vector of rows, where pairs have some values that are handed on. */
    int stripColumnsOfVector(int pairSlots) {
        return stripColumns(tileColumns, pairSlots * bits / Byte.SIZE);
    }

    private static int stripColumns(int columns, int columnBytes) {
        int strip = columnBytes == 0 ? columns : Math.min(columns, PAIR_BYTES / columnBytes);
        return Math.max(1, strip / COLUMNS_TOGETHER) * COLUMNS_TOGETHER;
    }

    /**
     * The shape for some vectors of rows side by side.
     *
     * @param columnValues the values of a column
     * @param pairSlots the values of a pair that kernels hand on
     */
    static KernelShape of(ElementKind kind, int bits, int rowVectors, int columnValues, int pairSlots) {
        int columns = Math.min(TILE_COLUMNS, TILE_VALUES / Math.max(1, columnValues));
        int strip = stripColumns(columns, pairSlots * rowVectors * bits / Byte.SIZE);
        columns = Math.max(1, columns / strip) * strip;
        return new KernelShape(kind, bits, rowVectors, 0, rowVectors, columns, strip);
    }
}
