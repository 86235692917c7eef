package keops.cpu;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import keops.plan.CompensatedSums;
import keops.program.Evaluator;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.reduction.RowBlock;
import keops.reduction.Span;
import keops.reduction.SumScheme;
import keops.tensor.Tensor;

/**
 * One call of a reduction. Rows are cut into blocks, whose rows lie in the lanes of vectors, and blocks into tasks;
 * each task goes through the columns tile by tile. The cuts do not touch the order in which a row takes its columns, so
 * that results have the same bits whatever the number of threads.
 */
final class CpuCall {
    /** Row values that one task keeps, and rows. */
    private static final int GROUP_VALUES = 65536;
    private static final int GROUP_ROWS = 1024;
    /** Tasks of a reduction whose rows are summed up: their sums are merged in order, the same for all threads. */
    private static final int TOTAL_TASKS = 64;
    /** Values that the state of a task's reduction holds. */
    private static final int GROUP_STATE = 1 << 20;

    /** Blocks of rows that occupy any machine; with fewer, columns are cut into segments of some tiles at least. */
    private static final int ENOUGH_TASKS = 64;
    private static final int SEGMENT_TILES = 16;

    private static final ThreadLocal<Scratch> FLOATS = ThreadLocal.withInitial(() -> Scratch.of(ElementKind.FLOAT));
    private static final ThreadLocal<Scratch> DOUBLES = ThreadLocal.withInitial(() -> Scratch.of(ElementKind.DOUBLE));

    private final CpuReduction reduction;
    private final Staged staged;
    private final Program program;
    private final KernelShape shape;
    private final List<Tensor> arguments;
    private final List<Tensor> outputs;
    private final long columns;
    private final Object parameters;
    /** Whether sums are multiplied by factors that change from row to row. */
    private final boolean rowFactors;
    private final DataCheck check;
    private Tensor computedColumns;

    private CpuCall(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, long columns) {
        this.reduction = reduction;
        this.staged = reduction.staged();
        this.program = staged.program();
        this.shape = reduction.shape();
        this.arguments = arguments;
        this.outputs = outputs;
        this.columns = columns;
        var evaluator = evaluator(new Position(arguments));
        double[] values = staged.parameters().stream().mapToDouble(evaluator::value).toArray();
        this.parameters = shape.kind() == ElementKind.DOUBLE ? values : Narrow.toFloats(values);
        this.check = new DataCheck(reduction);
        this.rowFactors = factors().stream().anyMatch(v -> staged.stages().get(v) == Stage.I);
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, checked already
     * @param outputs the results
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     * @param threads the most threads to use, the caller included
     */
    static void run(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, long rows, long columns,
            int threads) {
        int group = groupRows(reduction, rows, threads);
        int groups = Math.toIntExact((rows + group - 1) / group);
        int segments = segments(reduction, rows, columns);
        int workers = Math.min(threads, Math.multiplyExact(groups, segments));
        try (var shared = new SharedArguments(arguments, outputs, workers > 1)) {
            var call = new CpuCall(reduction, shared.arguments(), shared.outputs(), columns);
            if (rows > 0) {
                call.computeColumns(shared, workers);
            }
            var parts = new TileReducer[segments == 1 ? 0 : groups * segments];
            int totals = reduction.plan().totals();
            var sums = new CompensatedSums[totals == 0 ? 0 : groups];
            Arrays.setAll(sums, _ -> CompensatedSums.of(totals));
            Workers.run(groups * segments, workers, task -> {
                long from = (long) (task / segments) * group;
                int count = (int) Math.min(group, rows - from);
                long first = call.firstColumn(task % segments, segments);
                TileReducer reducer = call.reduce(from, count, first, call.firstColumn(task % segments + 1, segments));
                if (segments == 1) {
                    call.write(reducer, from, count, columns == 0, totals == 0 ? null : sums[task]);
                } else {
                    parts[task] = reducer;
                }
            });
            for (int g = 0; g < groups && segments > 1; g++) {
                TileReducer whole = parts[g * segments];
                for (int s = 1; s < segments; s++) {
                    whole.merge(parts[g * segments + s]);
                }
                call.write(whole, (long) g * group, (int) Math.min(group, rows - (long) g * group),
                        columns == 0, totals == 0 ? null : sums[g]);
            }
            call.writeTotals(sums);
            shared.copyBack();
        }
    }

    /** Some rows, and the columns that they are reduced over. */
    private record Task(long from, int count, List<Span> columns) {}

    /**
     * Computes a reduction whose rows take some of the columns only.
     *
     * @param blocks all rows, with their columns
     */
    static void run(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, List<RowBlock> blocks, long rows,
            long columns, int threads) {
        int group = groupRows(reduction, rows, threads);
        var tasks = new ArrayList<Task>();
        for (RowBlock block : blocks) {
            for (long from = block.from(); from < block.to(); from += group) {
                tasks.add(new Task(from, (int) Math.min(group, block.to() - from), block.columns()));
            }
        }
        int totals = reduction.plan().totals();
        var sums = new CompensatedSums[totals == 0 ? 0 : tasks.size()];
        Arrays.setAll(sums, _ -> CompensatedSums.of(totals));
        int workers = Math.min(threads, tasks.size());
        try (var shared = new SharedArguments(arguments, outputs, workers > 1)) {
            var call = new CpuCall(reduction, shared.arguments(), shared.outputs(), columns);
            if (rows > 0) {
                call.computeColumns(shared, workers);
            }
            Workers.run(tasks.size(), workers, t -> call.run(tasks.get(t), totals == 0 ? null : sums[t]));
            call.writeTotals(sums);
            shared.copyBack();
        }
    }

    /** Reduces the rows of a task over one span of columns after the other. */
    private void run(Task task, CompensatedSums all) {
        Span first = task.columns().isEmpty() ? new Span(0, 0) : task.columns().getFirst();
        TileReducer whole = reduce(task.from(), task.count(), first.from(), first.to());
        for (Span next : task.columns().stream().skip(1).toList()) {
            whole.merge(reduce(task.from(), task.count(), next.from(), next.to()));
        }
        write(whole, task.from(), task.count(), task.columns().isEmpty(), all);
    }

    /** Whole blocks, many enough to keep the copies of column tiles cheap, few enough to occupy all threads. */
    private static int groupRows(CpuReduction reduction, long rows, int threads) {
        int blockRows = reduction.shape().blockRows();
        long blocks = (rows + blockRows - 1) / blockRows;
        int state = Math.max(1, reduction.plan().reduction().k()) * reduction.plan().dim();
        int most = Math.max(1, Math.min(GROUP_ROWS / blockRows,
                Math.min(GROUP_VALUES / reduction.rowSlots(), GROUP_STATE / state) / blockRows));
        long perThread = Math.max(1, reduction.plan().totals() > 0 ? blocks / TOTAL_TASKS : blocks / (4L * threads));
        long fitting = Math.max(Math.min(most, perThread), (blocks + Integer.MAX_VALUE - 1) / Integer.MAX_VALUE);
        return Math.toIntExact(fitting * blockRows);
    }

    /**
     * Few rows cannot occupy many threads: then the columns are cut too, and the parts are merged in their order. How
     * depends on the shape of the problem only, never on the threads.
     */
    private static int segments(CpuReduction reduction, long rows, long columns) {
        long blocks = (rows + reduction.shape().blockRows() - 1) / reduction.shape().blockRows();
        int needed = reduction.plan().reduction().kind().takesK()
                ? Math.toIntExact(columns / (SmallestReducer.MOST_COLUMNS / 2) + 1)
                : 1;
        if (blocks == 0 || blocks >= ENOUGH_TASKS || reduction.plan().scheme() == SumScheme.DIRECT) {
            return needed;
        }
        long tiles = (columns + reduction.shape().tileColumns() - 1) / reduction.shape().tileColumns();
        return (int) Math.max(needed, Math.min(ENOUGH_TASKS / blocks, tiles / SEGMENT_TILES));
    }

    /** The first column of a segment, a whole number of tiles from the start. */
    private long firstColumn(int segment, int segments) {
        long tiles = (columns + shape.tileColumns() - 1) / shape.tileColumns();
        return Math.min(columns, tiles * segment / segments * shape.tileColumns());
    }

    private Evaluator evaluator(Position position) {
        var evaluator = new Evaluator(program);
        evaluator.compute(Stage.PARAMETER, position);
        return evaluator;
    }

    /** The values that sums are multiplied with; none for other reductions. */
    private List<Integer> factors() {
        return switch (reduction.plan().reduction().kind()) {
            case SUM -> program.outputs().subList(reduction.plan().dim(), program.outputs().size());
            default -> List.of();
        };
    }

    /** Column values that are not plain components are computed once, for all rows. */
    private void computeColumns(SharedArguments shared, int workers) {
        List<Inputs.Computed> computed = reduction.columnInputs().computed();
        if (computed.isEmpty()) {
            return;
        }
        computedColumns = shared.allocate(reduction.dtype(), columns, computed.size());
        int tasks = (int) Math.min(4L * workers, columns);
        Workers.run(tasks, workers, task -> {
            var position = new Position(arguments);
            var evaluator = evaluator(position);
            long to = columns * (task + 1) / tasks;
            for (position.index = columns * task / tasks; position.index < to; position.index++) {
                evaluator.compute(Stage.J, position);
                for (int k = 0; k < computed.size(); k++) {
                    computedColumns.setDoubleAt(
                            position.index * computed.size() + k, evaluator.value(computed.get(k).value()));
                }
            }
        });
    }

    /** Reduces some rows over some columns. */
    private TileReducer reduce(long firstRow, int count, long fromColumn, long toColumn) {
        int blockRows = shape.blockRows();
        int blocks = (count + blockRows - 1) / blockRows;
        int blockValues = blockRows * reduction.rowSlots();
        Scratch scratch = scratch(blocks);
        var position = new Position(arguments);
        var evaluator = evaluator(position);
        for (int b = 0; b < blocks; b++) {
            packRows(scratch, evaluator, position, firstRow + (long) b * blockRows,
                    Math.min(blockRows, count - b * blockRows), b * blockValues);
        }
        boolean fastRows = check.parameters(parameters) && check.rows(scratch.rows(), blocks * blockValues);
        TileReducer reducer = TileReducer.of(reduction, scratch, blocks, fromColumn);
        long tiles = 0;
        long fastTiles = 0;
        for (long j = fromColumn, next; j < toColumn; j = next) {
            int width = (int) Math.min(tileColumns(j - fromColumn), toColumn - j);
            next = j + width;
            packColumns(scratch, j, width);
            boolean isFast = fastRows && check.columns(scratch.columns(), width);
            tiles++;
            fastTiles += isFast ? 1 : 0;
            for (int b = 0; b < blocks; b++) {
                int rowOffset = b * blockValues;
                reducer.reduce(b, j, new BlockTile(isFast, scratch, rowOffset, width));
            }
        }
        reduction.count(tiles, fastTiles);
        return reducer;
    }

    /** A block of rows and a tile of columns, which is worked on strip by strip. */
    private final class BlockTile implements TileReducer.Tile {
        private final boolean isFast;
        private final Scratch scratch;
        private final int rowOffset;
        private final int width;

        BlockTile(boolean isFast, Scratch scratch, int rowOffset, int width) {
            this.isFast = isFast;
            this.scratch = scratch;
            this.rowOffset = rowOffset;
            this.width = width;
        }

        @Override
        public boolean isFast() {
            return isFast;
        }

        /** Strips go from the last to the first where columns do. */
        @Override
        public void run(int pass, IntConsumer afterKernel) {
            reduction.startResults(pass, scratch);
            boolean down = reduction.isDescending(pass);
            int strip = shape.stripColumns();
            int strips = (width + strip - 1) / strip;
            for (int s = 0; s < strips; s++) {
                int first = (down ? strips - 1 - s : s) * strip;
                for (TileKernel kernel : reduction.kernels(pass, isFast)) {
                    afterKernel.accept(kernel.run(scratch.rows(), rowOffset, scratch.columns(), first,
                            Math.min(width, first + strip), parameters, scratch.pairs(), scratch.results(),
                            scratch.events()));
                }
            }
        }
    }

    /**
     * The columns of the next tile. Where a tile's candidates are told by a threshold from the tiles before it, tiles
     * grow from small to large, so that few columns are looked at without a good threshold.
     */
    private int tileColumns(long columnsDone) {
        int k = reduction.plan().reduction().k();
        return k == 0 ? shape.tileColumns() : (int) Math.min(shape.tileColumns(), Math.max(k, columnsDone));
    }

    /** Writes some rows, and adds them to the sums of all rows where there are such. */
    private void write(TileReducer reducer, long firstRow, int count, boolean isEmpty, CompensatedSums all) {
        var position = new Position(arguments);
        var evaluator = evaluator(position);
        List<Integer> factors = factors();
        for (int i = 0; i < count; i++) {
            if (rowFactors) {
                position.index = firstRow + i;
                evaluator.compute(Stage.I, position);
            }
            // The empty sum is 0 whatever the factor, infinities and NaN included.
            TileReducer.RowFactors factor = k -> isEmpty ? 1 : evaluator.value(factors.get(k));
            reducer.write(i, firstRow + i, outputs, factor);
            if (all != null && reducer instanceof SumReducer sums) {
                sums.addTo(all, i, factor);
            }
        }
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

    private Scratch scratch(int blocks) {
        Scratch scratch = (shape.kind() == ElementKind.FLOAT ? FLOATS : DOUBLES).get();
        int tile = shape.tileColumns();
        int blockRows = shape.blockRows();
        int columnArguments = Math.max(
                reduction.columnInputs().widest(arguments), reduction.columnInputs().computed().size());
        // Each kernel may report every vector of rows for each column of a strip.
        int events = reduction.plan().reduction().kind().takesK()
                ? shape.stripColumns() * shape.rowVectors() * reduction.plan().dim()
                : 0;
        scratch.require(
                blocks * blockRows * reduction.rowSlots(),
                tile * Math.max(1, staged.columns().size()),
                reduction.pairSlots() * shape.stripColumns() * blockRows,
                Math.max(Math.max(1, reduction.results()) * blockRows, events * shape.lanes()),
                Math.max(tile * columnArguments, blockRows * reduction.rowInputs().widest(arguments)));
        scratch.requireEvents(events);
        return scratch;
    }

    private void packRows(
            Scratch scratch, Evaluator evaluator, Position position, long firstRow, int count, int at) {
        int blockRows = shape.blockRows();
        for (Inputs.Loaded loaded : reduction.rowInputs().loaded()) {
            Tensor argument = arguments.get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            scratch.stage(argument, firstRow * dim, count * dim);
            for (Inputs.Run run : loaded.runs()) {
                for (int k = 0; k < run.length(); k++) {
                    scratch.scatterRows(count, blockRows, dim, run.component() + k, at + (run.slot() + k) * blockRows);
                }
            }
        }
        List<Inputs.Computed> computed = reduction.rowInputs().computed();
        if (computed.isEmpty()) {
            return;
        }
        for (int i = 0; i < blockRows; i++) {
            position.index = firstRow + Math.min(i, count - 1);
            evaluator.compute(Stage.I, position);
            for (Inputs.Computed row : computed) {
                scratch.setRow(at + row.slot() * blockRows + i, evaluator.value(row.value()));
            }
        }
    }

    private void packColumns(Scratch scratch, long first, int count) {
        int stride = staged.columns().size();
        for (Inputs.Loaded loaded : reduction.columnInputs().loaded()) {
            Tensor argument = arguments.get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            scratch.stage(argument, first * dim, count * dim);
            for (Inputs.Run run : loaded.runs()) {
                scratch.scatterColumns(count, dim, run, stride);
            }
        }
        List<Inputs.Computed> computed = reduction.columnInputs().computed();
        if (!computed.isEmpty()) {
            scratch.stage(computedColumns, first * computed.size(), count * computed.size());
            for (int k = 0; k < computed.size(); k++) {
                scratch.scatterColumns(count, computed.size(), new Inputs.Run(k, computed.get(k).slot(), 1), stride);
            }
        }
    }

    /** A row or a column, and the arguments that it selects from. */
    private static final class Position implements Evaluator.Inputs {
        private final List<Tensor> arguments;
        private long index;

        Position(List<Tensor> arguments) {
            this.arguments = arguments;
        }

        @Override
        public double load(Scalar.Load load) {
            Tensor argument = arguments.get(load.argument());
            return argument.doubleAt(load.stage() == Stage.PARAMETER
                    ? load.component()
                    : index * argument.size(1) + load.component());
        }

        @Override
        public double index(Stage stage) {
            return index;
        }
    }
}
