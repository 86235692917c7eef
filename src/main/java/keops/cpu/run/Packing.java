package keops.cpu.run;

import java.util.List;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.cpu.layout.Inputs;
import keops.cpu.memory.Scratch;
import keops.cpu.memory.SharedArguments;
import keops.cpu.reduction.CpuReduction;
import keops.cpu.reduction.Evaluators;
import keops.cpu.reduction.KernelPlan;
import keops.plan.Watch;
import keops.program.Evaluator;
import keops.program.Extent;
import keops.program.Stage;
import keops.tensor.Tensor;

/** Brings the rows and columns of a call into the layout of kernels, in the working memory of the thread that asks. */
final class Packing {
    private static final ThreadLocal<Kept> FLOATS = ThreadLocal.withInitial(Kept::new);
    private static final ThreadLocal<Kept> DOUBLES = ThreadLocal.withInitial(Kept::new);

    private final KernelPlan kernels;
    private final KernelShape shape;
    private final Evaluators evaluators;
    private final List<Tensor> arguments;
    /** With the parameter values computed. */
    private final Evaluator ofCall;
    private Tensor computedColumns;

    Packing(CpuReduction reduction, List<Tensor> arguments) {
        this.kernels = reduction.kernels();
        this.shape = kernels.shape();
        this.evaluators = reduction.evaluators();
        this.arguments = arguments;
        this.ofCall = evaluators.ofCall(new ArgumentPosition(arguments));
    }

    /** An evaluator, for one thread, of what rows and columns are packed from. */
    Evaluator ofInputs() {
        return evaluators.ofInputs(ofCall);
    }

    /** An evaluator, for one thread, of the factors of sums. */
    Evaluator ofFactors() {
        return evaluators.ofFactors(ofCall);
    }

    /** The parameter values and constants, as an array of the compute type. */
    Object parameters() {
        return evaluators.parameters(ofCall);
    }

    /** Column values that are not plain components are computed once, for all rows. */
    void computeColumns(SharedArguments shared, long columns, int workers, Watch watch) {
        List<Inputs.Computed> computed = kernels.columnInputs().computed();
        if (computed.isEmpty()) {
            return;
        }
        computedColumns = shared.allocate(kernels.dtype(), columns, computed.size());
        int tasks = (int) Math.min(4L * workers, columns);
        Workers.run(tasks, workers, watch, task -> {
            var position = new ArgumentPosition(arguments);
            Evaluator evaluator = ofInputs();
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

    /** The working memory that a thread keeps between tasks. */
    private static final class Kept {
        private Scratch free;
    }

    private Kept kept() {
        return (shape.kind() == ElementKind.FLOAT ? FLOATS : DOUBLES).get();
    }

    /**
     * Takes the working memory of this thread, with room for some blocks of rows. A call that is made in the middle of
     * a task, as a listener may make one, finds none and takes new memory.
     */
    Scratch takeScratch(int blocks) {
        Kept kept = kept();
        Scratch scratch = kept.free == null ? new Scratch(shape.kind()) : kept.free;
        kept.free = null;
        makeRoom(scratch, blocks);
        return scratch;
    }

    /** Leaves working memory to the next task of this thread. */
    void giveBack(Scratch scratch) {
        kept().free = scratch;
    }

    private void makeRoom(Scratch scratch, int blocks) {
        int tile = shape.ownColumns();
        int blockRows = shape.blockRows();
        int columnArguments = Math.max(
                kernels.columnInputs().widest(arguments), kernels.columnInputs().computed().size());
        // Each kernel may report every vector of rows for each column of a strip.
        int events = kernels.plan().reduction().takesK()
                ? kernels.longestStrip() * shape.rowVectors() * kernels.plan().dim()
                : 0;
        scratch.require(
                blocks * blockRows * kernels.rowSlots(),
                // Behind the last column, or vector of columns, is room for one more: TileEmitter reads it in vain.
                (tile + shape.columnLanes()) * Math.max(1, kernels.staged().columns().size()),
                kernels.pairValues(),
                // Behind the results is room for the two vectors of VectorCode.replaceRare.
                Math.max(Math.max(1, kernels.accumulators()) * blockRows, events * shape.lanes()) + 2 * shape.lanes(),
                Math.max(tile * columnArguments, blockRows * kernels.rowInputs().widest(arguments)));
        scratch.requireEvents(events);
        scratch.requireColumnSums(kernels.plan().dim(Extent.COLUMNS) * shape.tileColumns() * shape.blockLanes());
    }

    /** Packs a block of rows; the last row fills the lanes beyond it. */
    void packRows(
            Scratch scratch, Evaluator evaluator, ArgumentPosition position, long firstRow, int count, int at) {
        int blockRows = shape.blockRows();
        int lanes = shape.columnLanes();
        for (Inputs.Loaded loaded : kernels.rowInputs().loaded()) {
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
        if (kernels.hasColumnSums()) {
            int mark = at + (kernels.rowSlots() - 1) * blockRows;
            for (int i = 0; i < blockRows; i++) {
                scratch.setRow(mark + i, i < count ? 1 : 0);
            }
        }
        List<Inputs.Computed> computed = kernels.rowInputs().computed();
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
        for (Inputs.Loaded loaded : kernels.columnInputs().loaded()) {
            Tensor argument = arguments.get(loaded.argument());
            int dim = Math.toIntExact(argument.size(1));
            scratch.stage(argument, first * dim, count * dim);
            for (Inputs.Run run : loaded.runs()) {
                scatter(scratch, count, dim, run);
            }
        }
        List<Inputs.Computed> computed = kernels.columnInputs().computed();
        if (!computed.isEmpty()) {
            scratch.stage(computedColumns, first * computed.size(), count * computed.size());
            for (int k = 0; k < computed.size(); k++) {
                scatter(scratch, count, computed.size(), new Inputs.Run(k, computed.get(k).slot(), 1));
            }
        }
    }

    private void scatter(Scratch scratch, int count, int dim, Inputs.Run run) {
        int stride = kernels.staged().columns().size() * shape.columnLanes();
        if (shape.isOfColumns()) {
            scratch.interleaveColumns(count, dim, run, stride, shape.columnLanes());
        } else {
            scratch.scatterColumns(count, dim, run, stride);
        }
    }
}
