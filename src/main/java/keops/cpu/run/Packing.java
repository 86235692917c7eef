package keops.cpu.run;

import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.KernelPlan;
import keops.program.Evaluator;
import keops.program.Extent;

/** Brings rows and columns into the layout of kernels, in the working memory of the thread that asks. */
abstract sealed class Packing permits ProblemPacking, ElementPacking {
    private static final ThreadLocal<Kept> FLOATS = ThreadLocal.withInitial(Kept::new);
    private static final ThreadLocal<Kept> DOUBLES = ThreadLocal.withInitial(Kept::new);

    final CallData data;
    final KernelPlan kernels;
    final KernelShape shape;

    Packing(CallData data) {
        this.data = data;
        this.kernels = data.kernels();
        this.shape = kernels.shape();
    }

    /** What is computed before kernels run. */
    final CallData data() {
        return data;
    }

    /** The columns of a problem that stand in a vector: 1 where rows or other problems stand in its lanes. */
    abstract int columnsOfVector();

    /** The problems that stand side by side. */
    abstract int problems();

    /** The numbers that are staged at once to pack some blocks. */
    abstract int stagedNumbers(int blocks);

    /**
     * Packs blocks of rows, which stand one after the other; the last row fills the lanes beyond it.
     *
     * @param evaluator computes what is no plain component
     */
    abstract void packRows(Scratch scratch, Evaluator evaluator, long firstRow, int rows, int blocks);

    /** Packs a tile of columns. */
    abstract void packColumns(Scratch scratch, long first, int count);

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
    final Scratch takeScratch(int blocks) {
        Kept kept = kept();
        Scratch scratch = kept.free == null ? new Scratch(shape.kind()) : kept.free;
        kept.free = null;
        makeRoom(scratch, blocks);
        return scratch;
    }

    /** Leaves working memory to the next task of this thread. */
    final void giveBack(Scratch scratch) {
        kept().free = scratch;
    }

    private void makeRoom(Scratch scratch, int blocks) {
        int tile = shape.ownColumns();
        int blockRows = shape.blockRows();
        int columnArguments = Math.max(
                kernels.columnInputs().widest(data.arguments()), kernels.columnInputs().computed().size());
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
                Math.max(tile * columnArguments, stagedNumbers(blocks)));
        scratch.requireEvents(events);
        scratch.requireColumnSums(kernels.plan().dim(Extent.COLUMNS) * shape.tileColumns() * shape.blockLanes());
    }

    /** Where the values of a block start. */
    final int rowOffset(int block) {
        return block * shape.blockRows() * kernels.rowSlots();
    }
}
