package keops.cuda.source;

/**
 * One kernel of a {@link KernelSource}: its name and how it is launched. Blocks have one dimension; no entry needs dynamic
 * shared memory.
 *
 * @param name the name of the entry
 * @param grid what its blocks are laid out over
 * @param threads the threads of a block
 * @param rowsPerThread the rows that a thread works on; 1 where the threads of a block share rows
 * @param rowsPerBlock the rows that a block works on; 1 where the grid has no rows
 * @param tileColumns the columns that a block holds in shared memory at a time; slices should be multiples of it
 * @param sharedBytes the static shared memory of a block, at most 48 KiB
 * @param registerBudget the registers that a thread may take; more, and something was generated badly
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

    /** What the blocks of an entry are laid out over. */
    public enum Grid {
        /** {@link #rowBlocks} wide, as high as there are slices. */
        ROWS_AND_SLICES,
        /** {@link #rowBlocks} wide. */
        ROWS,
        /** As wide as the plan has totals. */
        TOTALS,
        /** A single block. */
        ONE
    }

    /** How many blocks are needed for some rows. */
    public long rowBlocks(long rows) {
        return Math.ceilDiv(rows, rowsPerBlock);
    }
}
