package keops.cpu;

/**
 * A generated kernel: part of the work of a tile, for one block of rows whose lanes lie side by side. The arrays are
 * {@code float[]} or {@code double[]}, as the kernel was made for.
 */
interface TileKernel {
    /**
     * Works on all columns of a tile.
     *
     * @param rows the row values, slot after slot, each for all rows of the block
     * @param rowOffset where the block starts in {@code rows}
     * @param columns the column values, column after column
     * @param count the number of columns
     * @param parameters the parameter values
     * @param pairs values of pairs that kernels hand on: slot after slot, each column after column, each for all rows
     * @param results receives sums and extrema: slot after slot, each for all rows
     * @param events receives places where a value may be among the smallest: {@link Events}
     * @return the number of places
     */
    int run(Object rows, int rowOffset, Object columns, int count, Object parameters, Object pairs, Object results,
            long[] events);
}
