package keops.cpu.run;

import java.util.List;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.cpu.layout.Inputs;
import keops.cpu.memory.Scratch;
import keops.cpu.memory.SharedArguments;
import keops.cpu.reduction.CpuReduction;
import keops.plan.Watch;
import keops.program.Evaluator;
import keops.program.Stage;
import keops.tensor.Tensor;

/** Brings the rows and columns of a call into the layout of kernels, in the working memory of the thread that asks. */
final class Packing {
    private static final ThreadLocal<Scratch> FLOATS = ThreadLocal.withInitial(() -> new Scratch(ElementKind.FLOAT));
    private static final ThreadLocal<Scratch> DOUBLES = ThreadLocal.withInitial(() -> new Scratch(ElementKind.DOUBLE));

    private final CpuReduction reduction;
    private final KernelShape shape;
    private final List<Tensor> arguments;
    /** With the parameter values computed. */
    private final Evaluator fixed;
    private Tensor computedColumns;

    Packing(CpuReduction reduction, List<Tensor> arguments) {
        this.reduction = reduction;
        this.shape = reduction.shape();
        this.arguments = arguments;
        this.fixed = reduction.evaluator().copy();
        fixed.compute(Stage.PARAMETER, new ArgumentPosition(arguments));
    }

    /** A new evaluator, for one thread, that knows the parameter values and computes what is needed. */
    Evaluator evaluator(Evaluator.Needs needs) {
        return fixed.copyFor(needs);
    }

    /** The parameter values and constants, as an array of the compute type. */
    Object parameters() {
        return reduction.parameters(fixed);
    }

    /** Column values that are not plain components are computed once, for all rows. */
    void computeColumns(SharedArguments shared, long columns, int workers, Watch watch) {
        List<Inputs.Computed> computed = reduction.columnInputs().computed();
        if (computed.isEmpty()) {
            return;
        }
        computedColumns = shared.allocate(reduction.dtype(), columns, computed.size());
        int tasks = (int) Math.min(4L * workers, columns);
        Workers.run(tasks, workers, watch, task -> {
            var position = new ArgumentPosition(arguments);
            Evaluator evaluator = evaluator(reduction.ofInputs());
            long to = columns * (task + 1) / tasks;
            for (position.index = columns * task / tasks; position.index < to; position.index++) {
                watch.check();
                evaluator.compute(Stage.COLUMN, position);
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
        int tile = shape.ownColumns();
        int blockRows = shape.blockRows();
        int columnArguments = Math.max(
                reduction.columnInputs().widest(arguments), reduction.columnInputs().computed().size());
        // Each kernel may report every vector of rows for each column of a strip.
        int events = reduction.plan().reduction().takesK()
                ? reduction.longestStrip() * shape.rowVectors() * reduction.plan().dim()
                : 0;
        scratch.require(
                blocks * blockRows * reduction.rowSlots(),
                // Behind the last column, or vector of columns, is room for one more: TileEmitter reads it in vain.
                (tile + shape.columnLanes()) * Math.max(1, reduction.staged().columns().size()),
                reduction.pairValues(),
                // Behind the results is room for the two vectors of VectorCode.replaceRare.
                Math.max(Math.max(1, reduction.results()) * blockRows, events * shape.lanes()) + 2 * shape.lanes(),
                Math.max(tile * columnArguments, blockRows * reduction.rowInputs().widest(arguments)));
        scratch.requireEvents(events);
        scratch.requireColumnSums(reduction.plan().byColumn() * shape.tileColumns() * shape.blockLanes());
        return scratch;
    }

    /** Packs a block of rows; the last row fills the lanes beyond it. */
    void packRows(
            Scratch scratch, Evaluator evaluator, ArgumentPosition position, long firstRow, int count, int at) {
        int blockRows = shape.blockRows();
        int lanes = shape.columnLanes();
        for (Inputs.Loaded loaded : reduction.rowInputs().loaded()) {
            Tensor argument = arguments.get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            scratch.stage(argument, firstRow * dim, count * dim);
            for (Inputs.Run run : loaded.runs()) {
                for (int k = 0; k < run.length(); k++) {
                    int to = at + (run.slot() + k) * blockRows;
                    if (shape.isOfColumns()) {
                        scratch.broadcastRows(count, shape.ownRows(), lanes, dim, run.component() + k, to);
                    } else {
                        scratch.scatterRows(count, blockRows, dim, run.component() + k, to);
                    }
                }
            }
        }
        if (reduction.hasColumnSums()) {
            int mark = at + (reduction.rowSlots() - 1) * blockRows;
            for (int i = 0; i < blockRows; i++) {
                scratch.setRow(mark + i, i < count ? 1 : 0);
            }
        }
        List<Inputs.Computed> computed = reduction.rowInputs().computed();
        if (computed.isEmpty()) {
            return;
        }
        for (int i = 0; i < blockRows; i++) {
            position.index = firstRow + Math.min(i / lanes, count - 1);
            evaluator.compute(Stage.ROW, position);
            for (Inputs.Computed row : computed) {
                scratch.setRow(at + row.slot() * blockRows + i, evaluator.value(row.value()));
            }
        }
    }

    /** Packs a tile of columns; where they stand in the lanes, the last one fills the lanes beyond it. */
    void packColumns(Scratch scratch, long first, int count) {
        for (Inputs.Loaded loaded : reduction.columnInputs().loaded()) {
            Tensor argument = arguments.get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            scratch.stage(argument, first * dim, count * dim);
            for (Inputs.Run run : loaded.runs()) {
                scatter(scratch, count, dim, run);
            }
        }
        List<Inputs.Computed> computed = reduction.columnInputs().computed();
        if (!computed.isEmpty()) {
            scratch.stage(computedColumns, first * computed.size(), count * computed.size());
            for (int k = 0; k < computed.size(); k++) {
                scatter(scratch, count, computed.size(), new Inputs.Run(k, computed.get(k).slot(), 1));
            }
        }
    }

    private void scatter(Scratch scratch, int count, int dim, Inputs.Run run) {
        int stride = reduction.staged().columns().size() * shape.columnLanes();
        if (shape.isOfColumns()) {
            scratch.interleaveColumns(count, dim, run, stride, shape.columnLanes());
        } else {
            scratch.scatterColumns(count, dim, run, stride);
        }
    }
}
