package keops.cpu.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import keops.cpu.code.KernelShape;
import keops.cpu.layout.DataCheck;
import keops.cpu.lists.Shortlists;
import keops.cpu.memory.Scratch;
import keops.cpu.memory.SharedArguments;
import keops.cpu.reduction.CpuReduction;
import keops.plan.CompensatedSums;
import keops.plan.Watch;
import keops.program.Evaluator;
import keops.program.Stage;
import keops.reduction.RowBlock;
import keops.reduction.Span;
import keops.reduction.SumScheme;
import keops.tensor.Tensor;

/**
 * One call of a reduction. Rows are cut into blocks, whose rows lie in the lanes of vectors, and blocks into tasks;
 * each task goes through the columns tile by tile. Where the columns lie in the lanes, each lane of a row takes its own,
 * and what they come to is brought together at the end. The cuts do not touch the order in which a row takes its columns,
 * so that results have the same bits whatever the number of threads.
 */
public final class CpuCall {
    /** Row values that one task keeps, and rows. */
    private static final int GROUP_VALUES = 65536;
    private static final int GROUP_ROWS = 1024;
    /** Tasks of a reduction with sums over rows: these are merged in order, the same for all threads. */
    private static final int TOTAL_TASKS = 64;
    /** The rows of such a task, unless there are fewer: each copies the columns. */
    private static final int TOTAL_ROWS = 512;
    /** Those of a task with sums for each column, which are brought together from lanes for each tile. */
    private static final int COLUMN_SUM_ROWS = 2048;
    private static final int COLUMN_SUM_TASKS = 16;
    /** Values that the state of a task's reduction holds. */
    private static final int GROUP_STATE = 1 << 20;

    /** Blocks of rows that occupy any machine; with fewer, columns are cut into segments of some tiles at least. */
    private static final int ENOUGH_TASKS = 64;
    private static final int SEGMENT_TILES = 16;
    /** The same where there are sums for each column, with which tasks that take more rows cost less. */
    private static final int SEGMENT_TILES_OF_SUMS = 2;
    /** The same where each lane begins lists of its own, which take many values before few come below the threshold. */
    private static final int SEGMENT_TILES_OF_LISTS = 128;

    private final CpuReduction reduction;
    private final KernelShape shape;
    private final List<Tensor> arguments;
    private final List<Tensor> outputs;
    private final long columns;
    private final Object parameters;
    private final DataCheck check;
    private final Packing packing;
    private final ColumnSums columnSums;
    private final Watch watch;

    private CpuCall(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, long columns,
            ColumnSums columnSums, Watch watch) {
        this.reduction = reduction;
        this.shape = reduction.shape();
        this.arguments = arguments;
        this.outputs = outputs;
        this.columns = columns;
        this.columnSums = columnSums;
        this.watch = watch;
        this.packing = new Packing(reduction, arguments);
        this.parameters = packing.parameters();
        this.check = reduction.check();
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, checked already
     * @param outputs the results
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     * @param threads the most threads to use, the caller included
     * @param watch looks after the call
     */
    public static void run(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, long rows, long columns,
            int threads, Watch watch) {
        int most = workers(reduction, threads, (double) rows * columns);
        int group = groupRows(reduction, rows, columns, most);
        int groups = Math.toIntExact((rows + group - 1) / group);
        int segments = segments(reduction, rows, groups, columns, most);
        int tasks = Math.multiplyExact(groups, segments);
        int workers = Math.min(most, tasks);
        run(reduction, arguments, outputs, columns, groups, segments, workers, watch, (call, sums) -> {
            var parts = new TileReducer[segments == 1 ? 0 : tasks];
            Workers.run(tasks, workers, watch, task -> {
                long from = (long) (task / segments) * group;
                int count = (int) Math.min(group, rows - from);
                long first = call.firstColumn(task % segments, segments);
                long end = call.firstColumn(task % segments + 1, segments);
                TileReducer reducer = call.columnSums.inTurn(task, turn -> call.reduce(from, count, first, end, turn));
                if (segments == 1) {
                    call.write(reducer, from, count, columns == 0, sums[task]);
                } else {
                    parts[task] = reducer;
                }
            });
            Workers.run(segments == 1 ? 0 : groups, workers, watch, g -> {
                TileReducer whole = parts[g * segments];
                for (int s = 1; s < segments; s++) {
                    whole.merge(parts[g * segments + s]);
                }
                call.write(whole, (long) g * group, (int) Math.min(group, rows - (long) g * group), columns == 0, sums[g]);
            });
        });
    }

    /**
     * Everything around the work of a call.
     *
     * @param groups the groups of rows, none where there are no rows; each has its sums of all rows, null where the plan
     *     has no such sums
     * @param segments the segments that the columns are cut into
     * @param work what computes and writes the rows, and adds up the sums of each group
     */
    private static void run(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, long columns, int groups,
            int segments, int workers, Watch watch, BiConsumer<CpuCall, CompensatedSums[]> work) {
        int totals = reduction.plan().totals();
        var sums = new CompensatedSums[groups];
        if (totals > 0) {
            Arrays.setAll(sums, _ -> CompensatedSums.of(totals));
        }
        try (var shared = new SharedArguments(arguments, outputs, workers > 1, watch)) {
            var columnSums = new ColumnSums(reduction, shared, columns, groups, segments);
            var call = new CpuCall(reduction, shared.arguments(), shared.outputs(), columns, columnSums, watch);
            if (groups > 0) {
                call.packing.computeColumns(shared, columns, workers, watch);
            }
            work.accept(call, sums);
            call.writeColumns(groups == 0, workers);
            call.writeTotals(sums);
            shared.copyBack();
        }
    }

    /** Some rows, and the columns that they are reduced over. */
    private record Task(long from, int count, List<Span> columns) {}

    /**
     * Computes a reduction whose rows take some of the columns only, without sums over rows.
     *
     * @param blocks all rows, with their columns
     */
    public static void run(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, List<RowBlock> blocks, long rows,
            long columns, int threads, Watch watch) {
        double pairs = blocks.stream().mapToDouble(RowBlock::pairs).sum();
        int most = workers(reduction, threads, pairs);
        int group = groupRows(reduction, rows, columns, most);
        var tasks = new ArrayList<Task>();
        for (RowBlock block : blocks) {
            for (long from = block.from(); from < block.to(); from += group) {
                tasks.add(new Task(from, (int) Math.min(group, block.to() - from), block.columns()));
            }
        }
        int workers = Math.min(most, tasks.size());
        run(reduction, arguments, outputs, columns, tasks.size(), 1, workers, watch,
                (call, sums) -> Workers.run(tasks.size(), workers, watch, t -> call.run(tasks.get(t), sums[t])));
    }

    /** Reduces the rows of a task over one span of columns after the other. */
    private void run(Task task, CompensatedSums all) {
        List<Span> spans = spans(task.columns());
        TileReducer whole = reduce(task, spans.getFirst());
        for (Span next : spans.subList(1, spans.size())) {
            whole.merge(reduce(task, next));
        }
        write(whole, task.from(), task.count(), task.columns().isEmpty(), all);
    }

    private TileReducer reduce(Task task, Span span) {
        return reduce(task.from(), task.count(), span.from(), span.to(), ColumnSums.Turn.WITHOUT_SUMS);
    }

    /** Spans that are not too long for a reducer, one at least. */
    private List<Span> spans(List<Span> columns) {
        var spans = new ArrayList<Span>();
        long most = reduction.plan().reduction().takesK() ? SmallestReducer.MOST_COLUMNS : Long.MAX_VALUE;
        for (Span span : columns) {
            for (long from = span.from(); from < span.to(); from += Math.min(most, span.to() - from)) {
                spans.add(new Span(from, from + Math.min(most, span.to() - from)));
            }
        }
        return spans.isEmpty() ? List.of(new Span(0, 0)) : spans;
    }

    /** How many threads some pairs are worth. */
    private static int workers(CpuReduction reduction, int threads, double pairs) {
        return Sharing.workers(pairs / reduction.shape().lanes() * reduction.cost(), threads);
    }

    /**
     * The rows of a task: whole blocks, many enough to keep the copies of column tiles cheap, few enough to occupy all
     * threads. Where columns lie in the lanes, copies cost more, and there are many columns to cut.
     */
    private static int groupRows(CpuReduction reduction, long rows, long columns, int threads) {
        int blockRows = reduction.shape().blockRows();
        int ownRows = reduction.shape().ownRows();
        long blocks = (rows + ownRows - 1) / ownRows;
        int k = reduction.plan().reduction().k();
        int state = Math.multiplyExact(k == 0 ? 1 : Shortlists.state(k, reduction.shape().lanes()), reduction.plan().dim());
        int rowsOfTask = reduction.hasColumnSums() ? COLUMN_SUM_ROWS : GROUP_ROWS;
        int most = Math.max(1, Math.min(rowsOfTask / blockRows,
                Math.min(GROUP_VALUES / reduction.rowSlots(), GROUP_STATE / state) / blockRows));
        long perTask;
        if (reduction.shape().isOfColumns()) {
            perTask = Math.clamp(blocks, 1, most);
        } else if (reduction.hasColumnSums()) {
            // The more the columns can be cut, the less the rows need be.
            long groups = Math.max(1, COLUMN_SUM_TASKS / Math.max(1, tiles(reduction, columns) / SEGMENT_TILES_OF_SUMS));
            perTask = Math.clamp(Math.max(Math.ceilDiv(blocks, groups), TOTAL_ROWS / blockRows), 1, most);
        } else if (reduction.plan().totals() > 0) {
            perTask = Math.clamp(Math.max(blocks / TOTAL_TASKS, TOTAL_ROWS / blockRows), 1, most);
        } else {
            perTask = Sharing.blocksPerTask(blocks, most, threads);
        }
        long fitting = Math.max(perTask, (blocks + Integer.MAX_VALUE - 1) / Integer.MAX_VALUE);
        return Math.toIntExact(fitting * ownRows);
    }

    /**
     * Few rows cannot occupy many threads: then the columns are cut too, and the parts are merged in their order. How
     * depends on the shape of the problem only, never on the threads; but for the K smallest, which are the same whatever
     * the cuts, while each part has to find its own.
     */
    private static int segments(CpuReduction reduction, long rows, int groups, long columns, int threads) {
        long blocks = reduction.shape().isOfColumns() || reduction.hasColumnSums() ? groups
                : (rows + reduction.shape().blockRows() - 1) / reduction.shape().blockRows();
        boolean takesK = reduction.plan().reduction().takesK();
        int needed = takesK ? Math.toIntExact(columns / (SmallestReducer.MOST_COLUMNS / 2) + 1) : 1;
        int enough = takesK ? Math.min(threads, ENOUGH_TASKS) : ENOUGH_TASKS;
        if (blocks == 0 || blocks >= enough || reduction.plan().scheme() == SumScheme.DIRECT) {
            return needed;
        }
        int least = reduction.hasColumnSums() ? SEGMENT_TILES_OF_SUMS
                : takesK && reduction.shape().isOfColumns() ? SEGMENT_TILES_OF_LISTS : SEGMENT_TILES;
        return (int) Math.max(needed, Math.min(enough / blocks, tiles(reduction, columns) / least));
    }

    private static long tiles(CpuReduction reduction, long columns) {
        return Math.ceilDiv(columns, reduction.shape().ownColumns());
    }

    /** The first column of a segment, a whole number of tiles from the start. */
    private long firstColumn(int segment, int segments) {
        return Math.min(columns, tiles(reduction, columns) * segment / segments * shape.ownColumns());
    }

    /** Reduces some rows over some columns. */
    private TileReducer reduce(long firstRow, int count, long fromColumn, long toColumn, ColumnSums.Turn turn) {
        if (!shape.isOfColumns()) {
            return reduceTiles(firstRow, count, fromColumn, toColumn, turn);
        }
        int lanes = shape.columnLanes();
        int rest = (int) ((toColumn - fromColumn) % lanes);
        TileReducer whole = reduceTiles(firstRow, count, fromColumn, toColumn - rest, turn);
        whole.join(lanes, lanes);
        if (rest > 0) {
            TileReducer last = reduceTiles(firstRow, count, toColumn - rest, toColumn, turn);
            last.join(lanes, rest);
            whole.merge(last);
        }
        return whole;
    }

    /** The same; where columns lie in the lanes, their number is a multiple of that of the lanes, or less than that. */
    private TileReducer reduceTiles(long firstRow, int count, long fromColumn, long toColumn, ColumnSums.Turn turn) {
        int blockRows = shape.blockRows();
        int ownRows = shape.ownRows();
        int lanes = shape.columnLanes();
        int blocks = (count + ownRows - 1) / ownRows;
        int blockValues = blockRows * reduction.rowSlots();
        Scratch scratch = packing.scratch(blocks);
        var position = new ArgumentPosition(arguments);
        Evaluator evaluator = packing.evaluator(reduction.ofInputs());
        for (int b = 0; b < blocks; b++) {
            watch.check();
            packing.packRows(scratch, evaluator, position, firstRow + (long) b * ownRows,
                    Math.min(ownRows, count - b * ownRows), b * blockValues);
        }
        // Decided block by block, so that it does not depend on how blocks are put together to tasks.
        boolean fastParameters = check.parameters(parameters);
        boolean[] fastRows = new boolean[blocks];
        for (int b = 0; b < blocks; b++) {
            fastRows[b] = fastParameters && check.block(scratch.rows(), b * blockValues);
        }
        TileReducer reducer = TileReducer.of(reduction, scratch, blocks, fromColumn, toColumn - fromColumn);
        long tiles = 0;
        long fastTiles = 0;
        for (long j = fromColumn, next; j < toColumn; j = next) {
            int taken = (int) Math.min((long) tileColumns((j - fromColumn) / lanes) * lanes, toColumn - j);
            int width = (taken + lanes - 1) / lanes;
            next = j + taken;
            packing.packColumns(scratch, j, taken);
            boolean fastColumns = fastParameters && check.columns(scratch.columns(), width);
            for (int b = 0; b < blocks; b++) {
                boolean isFast = fastRows[b] && fastColumns;
                tiles++;
                fastTiles += isFast ? 1 : 0;
                boolean isPartial = (b + 1) * ownRows > count;
                reducer.reduce(b, j, new BlockTile(
                        reduction, scratch, parameters, isFast, isPartial, b * blockValues, width, (int) tiles, watch));
            }
            turn.add(scratch, j, taken);
            watch.count(0, (long) count * taken);
        }
        reduction.count(tiles, fastTiles);
        return reducer;
    }

    /**
     * The columns of the next tile. Where a tile's candidates are told by a threshold from the tiles before it, tiles
     * grow from small to large, so that few columns are looked at without a good threshold.
     */
    private int tileColumns(long columnsDone) {
        int k = reduction.plan().reduction().k();
        return k == 0
                ? shape.tileColumns()
                : (int) Math.min(shape.tileColumns(), Math.max(Shortlists.firstColumns(k, shape.lanes()), columnsDone));
    }

    /** Writes some rows, and adds them to the sums of all rows where there are such. */
    private void write(TileReducer reducer, long firstRow, int count, boolean isEmpty, CompensatedSums all) {
        var position = new ArgumentPosition(arguments);
        Evaluator evaluator = packing.evaluator(reduction.ofFactors());
        // The empty sum is 0 whatever the factor, infinities and NaN included.
        TileReducer.RowFactors factor = k -> isEmpty ? 1 : evaluator.value(reduction.factor(k));
        for (int i = 0; i < count; i++) {
            if (reduction.hasRowFactors()) {
                position.index = firstRow + i;
                evaluator.compute(Stage.ROW, position);
            }
            reducer.write(i, firstRow + i, outputs, factor);
            if (all != null && reducer instanceof SumReducer sums) {
                sums.addTo(all, i, factor);
            }
        }
        watch.count(count, 0);
    }

    /** Writes the sums over rows, if there are such. */
    private void writeColumns(boolean isEmpty, int workers) {
        int dim = reduction.plan().byColumn();
        int before = reduction.plan().rowDim();
        int tasks = dim == 0 ? 0 : (int) Math.min(4L * workers, columns);
        Workers.run(tasks, workers, watch, task -> {
            Tensor output = outputs.get(before == 0 ? 0 : 1);
            var position = new ArgumentPosition(arguments);
            Evaluator evaluator = packing.evaluator(reduction.ofFactors());
            long to = columns * (task + 1) / tasks;
            for (long j = columns * task / tasks; j < to; j++) {
                watch.check();
                if (reduction.hasColumnFactors() && !isEmpty) {
                    position.index = j;
                    evaluator.compute(Stage.COLUMN, position);
                }
                for (int k = 0; k < dim; k++) {
                    // The empty sum is 0 whatever the factor, infinities and NaN included.
                    double factor = isEmpty ? 1 : evaluator.value(reduction.factor(before + k));
                    output.setDoubleAt(j * dim + k, factor * columnSums.sum(j, k));
                }
            }
        });
    }

    /** Merges the sums of all rows in the order of the rows. */
    private void writeTotals(CompensatedSums[] sums) {
        int totals = reduction.plan().totals();
        if (totals > 0) {
            CompensatedSums all = CompensatedSums.of(totals);
            Arrays.stream(sums).forEach(all::merge);
            all.write(0, 0, outputs.subList(outputs.size() - 1, outputs.size()));
        }
    }
}
