package keops.cuda.source;

/**
 * One field of the structure {@code Call} that every entry of a {@link KernelSource} takes as its only parameter. Each
 * field has 8 bytes, a device address or a number, in the order of {@link KernelSource#call()} and without gaps.
 */
public sealed interface CallField {
    /** The bytes of a field. */
    int BYTES = Long.BYTES;

    /**
     * The device address of an argument's data, row after row: for an argument of the rows, that of the first row to be
     * computed. It may be null where the argument has no rows.
     *
     * @param position the position of the argument
     */
    record Argument(int position) implements CallField {}

    /**
     * The device address where an output's data go: those of the first row to be computed, or those of all rows.
     *
     * @param number the number of the output in {@code Plan.outputs()}
     */
    record Output(int number) implements CallField {}

    /** The device address of {@link KernelSource#partialBytes} bytes, aligned to 16; may be null where that is 0. */
    record Partials() implements CallField {}

    /** The device address of {@link KernelSource#totalPartialBytes} bytes, aligned to 16; may be null where that is 0. */
    record TotalPartials() implements CallField {}

    /** The device address of {@link KernelSource#parameterBytes} bytes, aligned to 16; may be null where that is 0. */
    record ParameterValues() implements CallField {}

    /**
     * The device address of a 32-bit integer, which kernels look at once per tile of columns: from when it is not 0, they
     * end, and leave their results as they are.
     */
    record Stop() implements CallField {}

    /** The number of rows to be computed. */
    record Rows() implements CallField {}

    /** The number of the first row to be computed, which formulas see as their row index. */
    record FirstRow() implements CallField {}

    /** The number of columns: the length of the reduced axis. */
    record Columns() implements CallField {}

    /** The number of columns in a slice, from 1 to {@link KernelSource#LONGEST_SLICE}; the last slice may have fewer. */
    record SliceColumns() implements CallField {}

    /** The number of slices: the height of the grid of {@link KernelSource#reduce()}, from 1 to 65535. */
    record Slices() implements CallField {}

    /** The number of blocks, of all launches whose totals are to be added, that wrote total partials. */
    record TotalBlocks() implements CallField {}
}
