package keops.cpu.run;

import keops.cpu.code.KernelShape;
import keops.cpu.reduction.TaskRows;
import keops.plan.Plan;
import keops.program.Extent;
import keops.reduction.SumScheme;

/**
 * How the pairs of a call are cut into tasks: rows into groups of whole blocks, columns into segments of whole tiles; a
 * task takes one of each. The cut does not touch the order in which a row takes its columns, and where segments are
 * merged, they depend on the shape of the problem only: results have the same bits whatever the number of threads.
 *
 * @param rows all rows
 * @param columns all columns
 * @param groupRows the rows of a group; the last one has what is left
 * @param segments the segments that the columns are cut into
 * @param tileColumns the columns of a tile
 */
record TaskCut(long rows, long columns, int groupRows, int segments, int tileColumns) {
    /** Tasks of a reduction with sums over rows: these are merged in order, the same for all threads. */
    private static final int TOTAL_TASKS = 64;
    /** The rows of such a task, unless there are fewer: each copies the columns. */
    private static final int TOTAL_ROWS = 512;
    /** Tasks of a reduction with sums for each column. */
    private static final int COLUMN_SUM_TASKS = 16;

    /** Blocks of rows that occupy any machine; with fewer, columns are cut into segments of some tiles at least. */
    private static final int ENOUGH_TASKS = 64;
    private static final int SEGMENT_TILES = 16;
    /** The same where there are sums for each column, with which tasks that take more rows cost less. */
    private static final int SEGMENT_TILES_OF_SUMS = 2;
    /** The same where each lane begins lists of its own, which take many values before few come below the threshold. */
    private static final int SEGMENT_TILES_OF_LISTS = 128;

    /**
     * The cut of a call.
     *
     * @param rowSlots the values that a row has in memory
     * @param threads the threads that will work
     */
    static TaskCut of(Plan plan, KernelShape shape, int rowSlots, long rows, long columns, int threads) {
        int groupRows = groupRows(plan, shape, rowSlots, rows, columns, threads);
        int groups = groups(rows, groupRows);
        return new TaskCut(rows, columns, groupRows, segments(plan, shape, rows, groups, columns, threads),
                shape.ownColumns());
    }

    /**
     * The rows of a task: whole blocks, many enough to keep the copies of column tiles cheap, few enough to occupy all
     * threads. Where columns lie in the lanes, copies cost more, and there are many columns to cut.
     */
    static int groupRows(Plan plan, KernelShape shape, int rowSlots, long rows, long columns, int threads) {
        long blocks = Math.ceilDiv(rows, shape.ownRows());
        int most = TaskRows.mostBlocks(plan, shape, rowSlots);
        long perTask;
        if (shape.isOfColumns()) {
            perTask = Math.clamp(blocks, 1, most);
        } else if (plan.dim(Extent.COLUMNS) > 0) {
            // The more the columns can be cut, the less the rows need be.
            long groups = Math.max(1, COLUMN_SUM_TASKS / Math.max(1, tiles(shape, columns) / SEGMENT_TILES_OF_SUMS));
            perTask = Math.clamp(Math.max(Math.ceilDiv(blocks, groups), TOTAL_ROWS / shape.blockRows()), 1, most);
        } else if (plan.dim(Extent.PAIRS) > 0) {
            perTask = Math.clamp(Math.max(blocks / TOTAL_TASKS, TOTAL_ROWS / shape.blockRows()), 1, most);
        } else {
            perTask = Sharing.blocksPerTask(blocks, most, threads);
        }
        long fitting = Math.max(perTask, Math.ceilDiv(blocks, Integer.MAX_VALUE));
        return Math.toIntExact(fitting * shape.ownRows());
    }

    /**
     * Few rows cannot occupy many threads: then the columns are cut too, and the parts are merged in their order. How
     * depends on the shape of the problem only, never on the threads; but for the K smallest, which are the same
     * whatever the cuts, while each part has to find its own.
     */
    private static int segments(Plan plan, KernelShape shape, long rows, int groups, long columns, int threads) {
        boolean hasColumnSums = plan.dim(Extent.COLUMNS) > 0;
        long blocks = shape.isOfColumns() || hasColumnSums ? groups : Math.ceilDiv(rows, shape.blockRows());
        boolean takesK = plan.reduction().takesK();
        int needed = takesK ? Math.toIntExact(columns / (SmallestReducer.MOST_COLUMNS / 2) + 1) : 1;
        int enough = takesK ? Math.min(threads, ENOUGH_TASKS) : ENOUGH_TASKS;
        if (blocks == 0 || blocks >= enough || plan.scheme() == SumScheme.DIRECT) {
            return needed;
        }
        int least = hasColumnSums ? SEGMENT_TILES_OF_SUMS
                : takesK && shape.isOfColumns() ? SEGMENT_TILES_OF_LISTS : SEGMENT_TILES;
        return (int) Math.max(needed, Math.min(enough / blocks, tiles(shape, columns) / least));
    }

    private static long tiles(KernelShape shape, long columns) {
        return Math.ceilDiv(columns, shape.ownColumns());
    }

    private static int groups(long rows, int groupRows) {
        return Math.toIntExact(Math.ceilDiv(rows, groupRows));
    }

    /** The groups of rows; none where there are no rows. */
    int groups() {
        return groups(rows, groupRows);
    }

    /** The tasks, group after group, and in each segment after segment. */
    int tasks() {
        return Math.multiplyExact(groups(), segments);
    }

    int group(int task) {
        return task / segments;
    }

    int segment(int task) {
        return task % segments;
    }

    /** The first row of a group. */
    long firstRow(int group) {
        return (long) group * groupRows;
    }

    /** The rows of a group. */
    int rows(int group) {
        return (int) Math.min(groupRows, rows - firstRow(group));
    }

    /** The first column of a segment, a whole number of tiles from the start; after the last one, all columns. */
    long firstColumn(int segment) {
        return Math.min(columns, Math.ceilDiv(columns, tileColumns) * segment / segments * tileColumns);
    }
}
