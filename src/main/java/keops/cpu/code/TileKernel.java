package keops.cpu.code;

/**
 * A generated kernel: part of the work of a tile, for one block of rows whose lanes lie side by side. The arrays are
 * {@code float[]} or {@code double[]}, as the kernel was made for.
 */
public interface TileKernel {
    /**
     * Works on some columns of a tile.
     *
     * @param rows the row values, slot after slot, each for all rows of the block
     * @param rowOffset where the block starts in {@code rows}
     * @param columns the column values, column after column
     * @param first the first of them
     * @param end the first column after them
     * @param parameters the parameter values
     * @param pairs spilled values of pairs: slot after slot, each column after column from the first of
     *     these, each for all rows
     * @param results accumulators: slot after slot, each for all rows; or the values of events
     * @param columnSums sums over rows: slot after slot, each column after column of the tile, each lane by lane
     * @param events receives places where a value may be among the smallest: {@code Events}
     * @param offsets what the kernel has to be told: {@code Offsets}
     * @return the number of events
     */
    int run(Object rows, int rowOffset, Object columns, int first, int end, Object parameters, Object pairs,
            Object results, Object columnSums, long[] events, int[] offsets);
}
