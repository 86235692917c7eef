package keops.cpu.code;

import keops.plan.Watch;

/**
 * Where the kernels of a pass find a block of rows and a tile of columns, as {@link TileKernel#run} has it, and who may
 * end their work. The arrays are those of one thread.
 */
public final class Operands {
    private final Object rows;
    private final int rowOffset;
    private final Object columns;
    private final Object parameters;
    private final Object pairs;
    private final Object results;
    private final Object columnSums;
    private final long[] events;
    private final Watch watch;

    /**
     * The operands of a block and a tile.
     *
     * @param watch is looked at before each kernel
     */
    public Operands(Object rows, int rowOffset, Object columns, Object parameters, Object pairs, Object results,
            Object columnSums, long[] events, Watch watch) {
        this.rows = rows;
        this.rowOffset = rowOffset;
        this.columns = columns;
        this.parameters = parameters;
        this.pairs = pairs;
        this.results = results;
        this.columnSums = columnSums;
        this.events = events;
        this.watch = watch;
    }

    /**
     * Runs a kernel on some columns, unless the call shall end.
     *
     * @param offsets what the kernel has to be told
     * @return the number of events
     */
    public int run(TileKernel kernel, int first, int end, int[] offsets) {
        watch.check();
        return kernel.run(
                rows, rowOffset, columns, first, end, parameters, pairs, results, columnSums, events, offsets);
    }
}
