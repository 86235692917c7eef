package keops.cpu.run;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import keops.cpu.memory.SharedArguments;
import keops.cpu.reduction.CpuReduction;
import keops.cpu.reduction.KernelPlan;
import keops.cpu.reduction.LaneChoice;
import keops.plan.CompensatedSums;
import keops.plan.RowBlock;
import keops.plan.Span;
import keops.plan.Watch;
import keops.program.Evaluator;
import keops.program.Extent;
import keops.program.Stage;
import keops.tensor.Tensor;

/**
 * One call of a reduction: tasks ({@link TaskCut}, {@link RangeTask}) are given to threads, each a {@link Sweep}, what
 * they come to is merged in the order of the columns, and written.
 */
public final class CpuCall {
    private final KernelPlan kernels;
    private final List<Tensor> outputs;
    private final long columns;
    private final int workers;
    private final CallData data;
    private final Sweep sweep;
    private final ColumnSums columnSums;
    /** The sums over all rows of each group; null where the plan has no such sums. */
    private final CompensatedSums[] totals;
    private final Watch watch;

    private CpuCall(CpuReduction reduction, SharedArguments shared, long columns, int groups, int segments, int workers,
            Watch watch) {
        this.kernels = reduction.kernels();
        this.outputs = shared.outputs();
        this.columns = columns;
        this.workers = workers;
        this.watch = watch;
        this.data = new CallData(reduction, shared.arguments());
        Packing packing = new ProblemPacking(data);
        this.sweep = new Sweep(reduction, packing, watch);
        this.columnSums = new ColumnSums(kernels, shared, columns, groups, segments);
        this.totals = new CompensatedSums[groups];
        if (kernels.plan().dim(Extent.PAIRS) > 0) {
            Arrays.setAll(totals, _ -> CompensatedSums.of(kernels.plan().dim(Extent.PAIRS)));
        }
    }

    /**
     * Computes a reduction.
     *
     * @param arguments the arguments, checked already
     * @param outputs the results
     * @param rows the number of rows of the outputs
     * @param columns the length of the reduced axis
     * @param ranges all rows, with the columns that they are reduced over, where these are not all columns; then there
     *     are no sums over rows
     * @param threads the most threads to use, the caller included
     * @param watch looks after the call
     */
    public static void run(LaneChoice choice, List<Tensor> arguments, List<Tensor> outputs, long rows, long columns,
            Optional<List<RowBlock>> ranges, int threads, Watch watch) {
        if (ranges.isPresent()) {
            run(choice.ofRows(), arguments, outputs, ranges.get(), rows, columns, threads, watch);
        } else {
            run(choice.choose(rows, columns), arguments, outputs, rows, columns, threads, watch);
        }
    }

    private static void run(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, long rows,
            long columns, int threads, Watch watch) {
        KernelPlan kernels = reduction.kernels();
        int most = workers(kernels, threads, (double) rows * columns);
        TaskCut cut = TaskCut.of(kernels.plan(), kernels.shape(), kernels.rowSlots(), rows, columns, most);
        int workers = Math.min(most, cut.tasks());
        run(reduction, arguments, outputs, columns, cut.groups(), cut.segments(), workers, watch,
                call -> call.run(cut));
    }

    private static void run(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, List<RowBlock> blocks,
            long rows, long columns, int threads, Watch watch) {
        KernelPlan kernels = reduction.kernels();
        int most = workers(kernels, threads, blocks.stream().mapToDouble(RowBlock::pairs).sum());
        int group = TaskCut.groupRows(kernels.plan(), kernels.shape(), kernels.rowSlots(), rows, columns, most);
        List<RangeTask> tasks = RangeTask.cut(blocks, group);
        int workers = Math.min(most, tasks.size());
        run(reduction, arguments, outputs, columns, tasks.size(), 1, workers, watch, call -> call.run(tasks));
    }

    /** How many threads some pairs are worth. */
    static int workers(KernelPlan kernels, int threads, double pairs) {
        return Sharing.workers(pairs / kernels.shape().lanes() * kernels.cost(), threads);
    }

    /**
     * Everything around the work of a call.
     *
     * @param groups the groups of rows, none where there are no rows
     * @param segments the segments that the columns are cut into
     * @param work what computes and writes the rows, and adds up the sums of each group
     */
    private static void run(CpuReduction reduction, List<Tensor> arguments, List<Tensor> outputs, long columns,
            int groups, int segments, int workers, Watch watch, Consumer<CpuCall> work) {
        try (var shared = new SharedArguments(arguments, outputs, workers > 1, watch)) {
            var call = new CpuCall(reduction, shared, columns, groups, segments, workers, watch);
            if (groups > 0) {
                call.data.computeColumns(
                        shared, columns, (position, number) -> position.index = number, workers, watch);
            }
            work.accept(call);
            call.writeColumns(groups == 0);
            call.writeTotals();
            shared.copyBack();
        }
    }

    /** Each task reduces a group of rows over a segment of the columns; segments are merged when all tasks are done. */
    private void run(TaskCut cut) {
        boolean isWhole = cut.segments() == 1;
        var parts = new TileReducer[isWhole ? 0 : cut.tasks()];
        Workers.run(cut.tasks(), workers, watch, task -> {
            int group = cut.group(task);
            long first = cut.firstColumn(cut.segment(task));
            long end = cut.firstColumn(cut.segment(task) + 1);
            TileReducer reducer = columnSums.inTurn(
                    task, turn -> sweep.reduce(cut.firstRow(group), cut.rows(group), first, end, turn));
            if (isWhole) {
                write(reducer, cut.firstRow(group), cut.rows(group), columns == 0, totals[group]);
            } else {
                parts[task] = reducer;
            }
        });
        Workers.run(isWhole ? 0 : cut.groups(), workers, watch, group -> {
            int first = group * cut.segments();
            TileReducer whole = parts[first];
            for (int segment = 1; segment < cut.segments(); segment++) {
                whole.merge(parts[first + segment]);
            }
            write(whole, cut.firstRow(group), cut.rows(group), columns == 0, totals[group]);
        });
    }

    private void run(List<RangeTask> tasks) {
        Workers.run(tasks.size(), workers, watch, t -> run(tasks.get(t), totals[t]));
    }

    /** Reduces the rows of a task over one span of columns after the other. */
    private void run(RangeTask task, CompensatedSums total) {
        boolean takesK = kernels.plan().reduction().takesK();
        List<List<Span>> parts = task.parts(takesK ? SmallestReducer.MOST_COLUMNS : Long.MAX_VALUE);
        TileReducer whole = sweep.reduce(task.firstRow(), task.rows(), parts.getFirst());
        for (List<Span> next : parts.subList(1, parts.size())) {
            whole.merge(sweep.reduce(task.firstRow(), task.rows(), next));
        }
        write(whole, task.firstRow(), task.rows(), task.columns().isEmpty(), total);
    }

    /** Writes some rows, and adds them to the sums of all rows where there are such. */
    private void write(TileReducer reducer, long firstRow, int count, boolean isEmpty, CompensatedSums total) {
        var factors = new FactorsOfRows(kernels.factors(), data.ofFactors(), data.position(), 0, isEmpty);
        var rows = new WrittenRows(0, 1, count, firstRow);
        reducer.write(rows, outputs, factors);
        if (total != null && reducer instanceof SumReducer sums) {
            sums.addTo(total, rows, factors);
        }
        watch.count(count, 0);
    }

    /** Writes the sums over rows, if there are such. */
    private void writeColumns(boolean isEmpty) {
        int dim = kernels.plan().dim(Extent.COLUMNS);
        int before = kernels.plan().dim(Extent.ROWS);
        int tasks = dim == 0 ? 0 : (int) Math.min(4L * workers, columns);
        Workers.run(tasks, workers, watch, task -> {
            Tensor output = outputs.get(before == 0 ? 0 : 1);
            ArgumentPosition position = data.position();
            Evaluator evaluator = data.ofFactors();
            long to = columns * (task + 1) / tasks;
            for (long j = columns * task / tasks; j < to; j++) {
                watch.check();
                if (kernels.factors().areOfColumns() && !isEmpty) {
                    position.index = j;
                    evaluator.compute(Stage.COLUMN, position);
                }
                for (int k = 0; k < dim; k++) {
                    // The empty sum is 0 whatever the factor, infinities and NaN included.
                    double factor = isEmpty ? 1 : evaluator.value(kernels.factors().value(before + k));
                    output.setDoubleAt(j * dim + k, factor * columnSums.sum(j, k));
                }
            }
        });
    }

    /** Merges the sums of all rows in the order of the rows. */
    private void writeTotals() {
        if (kernels.plan().dim(Extent.PAIRS) > 0) {
            CompensatedSums all = CompensatedSums.of(kernels.plan().dim(Extent.PAIRS));
            Arrays.stream(totals).forEach(all::merge);
            all.write(0, 0, outputs.subList(outputs.size() - 1, outputs.size()));
        }
    }
}
