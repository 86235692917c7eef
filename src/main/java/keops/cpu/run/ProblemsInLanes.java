package keops.cpu.run;

import java.util.List;
import keops.cpu.memory.SharedArguments;
import keops.cpu.reduction.CpuReduction;
import keops.cpu.reduction.KernelPlan;
import keops.cpu.reduction.TaskRows;
import keops.plan.BatchElements;
import keops.plan.Watch;
import keops.program.Evaluator;
import keops.tensor.Tensor;

/**
 * A call for the small problems of a batch: as many as there are lanes are reduced together, each in a lane of its own.
 * Where rows are too many for a task, they are cut into groups.
 */
final class ProblemsInLanes {
    private final CpuReduction reduction;
    private final BatchElements elements;
    private final CallData data;
    private final List<Tensor> outputs;
    private final long rows;
    private final long columns;
    private final int lanes;
    private final int groupRows;
    private final Watch watch;

    private ProblemsInLanes(CpuReduction reduction, BatchElements elements, long rows, long columns, Watch watch) {
        KernelPlan kernels = reduction.kernels();
        this.reduction = reduction;
        this.elements = elements;
        this.data = new CallData(reduction, elements.arguments());
        this.outputs = elements.outputs();
        this.rows = rows;
        this.columns = columns;
        this.lanes = kernels.shape().columnLanes();
        this.groupRows = kernels.shape().ownRows()
                * TaskRows.mostBlocks(kernels.plan(), kernels.shape(), kernels.rowSlots());
        this.watch = watch;
    }

    /** Computes a reduction whose kernels have columns in the lanes: here these are columns of several problems. */
    static void run(CpuReduction reduction, BatchElements elements, long rows, long columns, int threads, Watch watch) {
        double pairs = (double) rows * columns * elements.count();
        int workers = CpuCall.workers(reduction.kernels(), threads, pairs);
        try (var shared = new SharedArguments(elements.arguments(), elements.outputs(), workers > 1, watch)) {
            new ProblemsInLanes(
                    reduction, elements.in(shared.arguments(), shared.outputs()), rows, columns, watch)
                    .run(shared, workers);
            shared.copyBack();
        }
    }

    private void run(SharedArguments shared, int workers) {
        data.computeColumns(shared, Math.multiplyExact(elements.count(), columns), (position, number) -> {
            position.moveTo(elements, number / columns);
            position.index = number % columns;
        }, workers, watch);
        long groups = Math.ceilDiv(rows, groupRows);
        int tasks = Math.toIntExact(Math.multiplyExact(Math.ceilDiv(elements.count(), lanes), groups));
        Workers.run(tasks, workers, watch, task -> reduce(task / groups * lanes, task % groups * groupRows));
    }

    /** Reduces some rows of as many problems as there are lanes. */
    private void reduce(long firstElement, long firstRow) {
        int count = (int) Math.min(lanes, elements.count() - firstElement);
        int ofEach = (int) Math.min(groupRows, rows - firstRow);
        var packing = new ElementPacking(data, elements, columns, firstElement, count);
        TileReducer reducer = new Sweep(reduction, packing, watch)
                .reduce(firstRow, ofEach, 0, columns, ColumnSums.Turn.WITHOUT_SUMS);
        Evaluator evaluator = data.ofFactors();
        for (int lane = 0; lane < count; lane++) {
            long element = firstElement + lane;
            ArgumentPosition position = data.position();
            position.moveTo(elements, element);
            var factors = new FactorsOfRows(
                    data.kernels().factors(), evaluator, position, element * rows, false);
            reducer.write(
                    new WrittenRows(lane, lanes, ofEach, element * rows + firstRow), outputs, factors);
        }
        watch.count((long) count * ofEach, 0);
    }
}
