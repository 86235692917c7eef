package keops.cpu.run;

import java.util.Arrays;
import java.util.List;
import keops.cpu.lists.ShortlistCode;
import keops.cpu.lists.Shortlists;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.KernelPlan;
import keops.plan.Accumulator;
import keops.plan.Plan;
import keops.plan.Smallest;
import keops.tensor.Tensor;

/** The K smallest: kernels report the few places below a threshold, and those are taken into {@link Shortlists}. */
final class SmallestReducer implements TileReducer {
    /** The most columns of a reducer: their indices, as bits, are finite floats. */
    static final int MOST_COLUMNS = 1 << 30;

    private final Scratch scratch;
    private final Plan plan;
    private final long firstColumn;
    private final int columnsOfVector;
    private final int blockRows;
    private final int blocks;
    private final int rowStride;
    private final int[] thresholdSlots;
    private final Shortlists lists;
    /** The blocks whose lists have changed since kernels were told their thresholds. */
    private final boolean[] isStale;
    private Smallest merged;

    SmallestReducer(
            KernelPlan kernels, ShortlistCode code, Scratch scratch, int blocks, long firstColumn, long columns,
            int columnsOfVector) {
        this.scratch = scratch;
        this.plan = kernels.plan();
        this.firstColumn = firstColumn;
        this.columnsOfVector = columnsOfVector;
        this.blockRows = kernels.shape().blockRows();
        this.blocks = blocks;
        this.rowStride = kernels.rowSlots() * blockRows;
        this.thresholdSlots = new int[plan.dim()];
        for (int k = 0; k < thresholdSlots.length; k++) {
            thresholdSlots[k] = kernels.suppliedSlot(k);
        }
        this.lists = Shortlists.of(code, scratch, blocks, columns);
        this.isStale = new boolean[blocks];
        Arrays.fill(isStale, true);
    }

    @Override
    public void reduce(int block, long firstOfTile, Tile tile) {
        int firstList = block * plan.dim() * blockRows;
        if (isStale[block]) {
            isStale[block] = false;
            for (int component = 0; component < plan.dim(); component++) {
                giveThresholds(
                        firstList + component * blockRows, block * rowStride + thresholdSlots[component] * blockRows);
            }
        }
        tile.run(0, events -> {
            if (events > 0) {
                isStale[block] = true;
                lists.take(events, firstList, (int) ((firstOfTile - firstColumn) / columnsOfVector));
            }
        });
    }

    /** Tells kernels which values are too large to be among the smallest. The lanes of one row share what they know. */
    private void giveThresholds(int list, int thresholds) {
        if (columnsOfVector == 1) {
            lists.giveThresholds(list, thresholds);
            return;
        }
        for (int row = 0; row < blockRows; row += columnsOfVector) {
            double shared = lists.sharedThreshold(list + row, columnsOfVector);
            for (int lane = 0; lane < columnsOfVector; lane++) {
                scratch.setRow(thresholds + row + lane, shared);
            }
        }
    }

    @Override
    public void merge(TileReducer other) {
        merged = smallest();
        merged.merge(((SmallestReducer) other).smallest());
    }

    @Override
    public void join(int lanes, int count) {
        merged = smallest().joined(lanes, count);
    }

    @Override
    public void write(WrittenRows rows, List<Tensor> outputs, RowFactors factors) {
        if (merged == null) {
            merged = smallest();
        }
        for (int k = 0; k < rows.count(); k++) {
            merged.write(rows.row(k), rows.outputRow() + k, outputs);
        }
    }

    /** The lists of all rows. */
    private Smallest smallest() {
        if (merged != null) {
            return merged;
        }
        int dim = plan.dim();
        var smallest = (Smallest) Accumulator.of(plan, blocks * blockRows);
        for (int list = 0; list < blocks * dim * blockRows; list++) {
            int block = list / (dim * blockRows);
            int component = list / blockRows % dim;
            int row = block * blockRows + list % blockRows;
            lists.copyTo(smallest, row * dim + component, list, firstColumn + row % columnsOfVector, columnsOfVector);
        }
        return smallest;
    }
}
