package keops.cuda.source;

/**
 * A kernel of a {@link KernelSource}: its name and its launch configuration. Blocks have one dimension; no entry needs
 * dynamic shared memory. Immutable.
 *
 * @param name the name of the entry
 * @param grid what the grid of blocks covers
 * @param threads the threads per block
 * @param rowsPerThread the rows per thread; 1 if the threads of a block share rows
 * @param rowsPerBlock the rows per block; 1 if the grid does not cover rows
 * @param tileColumns the columns of a tile in shared memory; slices should be multiples of it
 * @param sharedBytes the static shared memory per block, at most 48 KiB
 * @param registerBudget the most registers that a thread should need, which tests check
 */
public record EntryPoint(
        String name,
        Grid grid,
        int threads,
        int rowsPerThread,
        int rowsPerBlock,
        int tileColumns,
        int sharedBytes,
        int registerBudget) {

    /** What the grid of an entry covers. */
    public enum Grid {
        /** Rows along x, see {@link #rowBlocks}, and slices along y. */
        ROWS_AND_SLICES,
        /** Rows along x, see {@link #rowBlocks}. */
        ROWS,
        /** The totals of the plan along x. */
        TOTALS,
        /** A single block. */
        ONE
    }

    /** The number of blocks for a number of rows. */
    public long rowBlocks(long rows) {
        return Math.ceilDiv(rows, rowsPerBlock);
    }
}
