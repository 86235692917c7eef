package keops.cpu;

/**
 * A generated kernel: sums over the columns of a tile, for one block of rows whose lanes lie side by side. The arrays
 * are {@code float[]} or {@code double[]}, as the kernel was made for.
 */
interface SumTile {
    /**
     * Computes the sums.
     *
     * @param rows the row values, slot after slot, each for all rows of the block
     * @param rowOffset where the block starts in {@code rows}
     * @param columns the column values, column after column
     * @param count the number of columns
     * @param parameters the parameter values
     * @param sums receives the sums, output after output, each for all rows of the block
     * @param sumOffset where the first output of this kernel goes
     */
    void run(Object rows, int rowOffset, Object columns, int count, Object parameters, Object sums, int sumOffset);
}
