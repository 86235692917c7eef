package keops.cuda.source;

/**
 * A field of the structure {@code Call}, the only parameter of every entry of a {@link KernelSource}. Each field has 8
 * bytes, a device address or an integer; they are in the order of {@link KernelSource#call()} and without gaps.
 * Immutable.
 */
public sealed interface CallField {
    /** The size of a field in bytes. */
    int BYTES = Long.BYTES;

    /**
     * The device address of an argument's data, row after row; for an argument indexed by rows, that of the first row
     * to be computed. It may be null if the argument has no rows.
     *
     * @param position the position of the argument
     */
    record Argument(int position) implements CallField {}

    /**
     * The device address of an output: of its first row to be computed, or of its total over all rows.
     *
     * @param number the number of the output in {@code Plan.outputs()}
     */
    record Output(int number) implements CallField {}

    /** The device address of {@link KernelSource#partialBytes} bytes, aligned to 16; may be null if that is 0. */
    record Partials() implements CallField {}

    /** The device address of {@link KernelSource#totalPartialBytes} bytes, aligned to 16; may be null if that is 0. */
    record TotalPartials() implements CallField {}

    /** The device address of {@link KernelSource#parameterBytes} bytes, aligned to 16; may be null if that is 0. */
    record ParameterValues() implements CallField {}

    /**
     * The device address of a 32-bit flag, which kernels poll once per tile of columns: once it is not 0, they end, and
     * their results are undefined.
     */
    record Stop() implements CallField {}

    /** The number of rows to be computed. */
    record Rows() implements CallField {}

    /** The index of the first row to be computed, as formulas see it. */
    record FirstRow() implements CallField {}

    /** The number of columns: the length of the reduced axis. */
    record Columns() implements CallField {}

    /**
     * The number of columns in a slice, from 1 to {@link KernelSource#LONGEST_SLICE}; the last slice may have fewer.
     */
    record SliceColumns() implements CallField {}

    /** The number of slices: the height of the grid of {@link KernelSource#reduce()}, from 1 to 65535. */
    record Slices() implements CallField {}

    /** The number of blocks that wrote partial totals, of all launches whose totals are added. */
    record TotalBlocks() implements CallField {}
}
