package keops.cpu;

import java.util.List;
import keops.program.Evaluator;
import keops.program.Stage;
import keops.tensor.Tensor;

/** Brings the rows and columns of a call into the layout of kernels, in the working memory of the thread that asks. */
final class Packing {
    private static final ThreadLocal<Scratch> FLOATS = ThreadLocal.withInitial(() -> Scratch.of(ElementKind.FLOAT));
    private static final ThreadLocal<Scratch> DOUBLES = ThreadLocal.withInitial(() -> Scratch.of(ElementKind.DOUBLE));

    private final CpuReduction reduction;
    private final KernelShape shape;
    private final List<Tensor> arguments;
    private Tensor computedColumns;

    Packing(CpuReduction reduction, List<Tensor> arguments) {
        this.reduction = reduction;
        this.shape = reduction.shape();
        this.arguments = arguments;
    }

    /** The parameter values and constants, as an array of the compute type. */
    Object parameters() {
        var evaluator = new ArgumentPosition(arguments).evaluator(reduction.staged().program());
        double[] values = reduction.staged().fixed().stream().mapToDouble(evaluator::value).toArray();
        return shape.kind() == ElementKind.DOUBLE ? values : Narrow.toFloats(values);
    }

    /** Column values that are not plain components are computed once, for all rows. */
    void computeColumns(SharedArguments shared, long columns, int workers) {
        List<Inputs.Computed> computed = reduction.columnInputs().computed();
        if (computed.isEmpty()) {
            return;
        }
        computedColumns = shared.allocate(reduction.dtype(), columns, computed.size());
        int tasks = (int) Math.min(4L * workers, columns);
        Workers.run(tasks, workers, task -> {
            var position = new ArgumentPosition(arguments);
            var evaluator = position.evaluator(reduction.staged().program());
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

    /** The working memory of this thread, with room for some blocks of rows. */
    Scratch scratch(int blocks) {
        Scratch scratch = (shape.kind() == ElementKind.FLOAT ? FLOATS : DOUBLES).get();
        int tile = shape.tileColumns();
        int blockRows = shape.blockRows();
        int columnArguments = Math.max(
                reduction.columnInputs().widest(arguments), reduction.columnInputs().computed().size());
        // Each kernel may report every vector of rows for each column of a strip.
        int events = reduction.plan().reduction().kind().takesK()
                ? reduction.longestStrip() * shape.rowVectors() * reduction.plan().dim()
                : 0;
        scratch.require(
                blocks * blockRows * reduction.rowSlots(),
                // Behind the last column is room for one more, which TileEmitter reads and does not use.
                (tile + 1) * Math.max(1, reduction.staged().columns().size()),
                reduction.pairValues(),
                // Behind the results is room for the two vectors of VectorCode.replaceRare.
                Math.max(Math.max(1, reduction.results()) * blockRows, events * shape.lanes()) + 2 * shape.lanes(),
                Math.max(tile * columnArguments, blockRows * reduction.rowInputs().widest(arguments)));
        scratch.requireEvents(events);
        return scratch;
    }

    /** Packs a block of rows; the last row fills the lanes beyond it. */
    void packRows(
            Scratch scratch, Evaluator evaluator, ArgumentPosition position, long firstRow, int count, int at) {
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

    /** Packs a tile of columns. */
    void packColumns(Scratch scratch, long first, int count) {
        int stride = reduction.staged().columns().size();
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
}
