package keops.cpu;

import java.util.List;
import keops.plan.Accumulator;
import keops.plan.Plan;
import keops.plan.Smallest;
import keops.tensor.Tensor;

/** The K smallest: kernels report the few places below a threshold, and those are taken into {@link Shortlists}. */
final class SmallestReducer implements TileReducer {
    /** The most columns of a reducer: their indices, as bits, are finite floats. */
    static final int MOST_COLUMNS = 1 << 30;

    private final Plan plan;
    private final long firstColumn;
    private final int blockRows;
    private final int blocks;
    private final int rowStride;
    private final int[] thresholdSlots;
    private final Shortlists lists;
    private Smallest merged;

    SmallestReducer(CpuReduction reduction, Scratch scratch, int blocks, long firstColumn, long columns) {
        this.plan = reduction.plan();
        this.firstColumn = firstColumn;
        this.blockRows = reduction.shape().blockRows();
        this.blocks = blocks;
        this.rowStride = reduction.rowSlots() * blockRows;
        this.thresholdSlots = new int[plan.dim()];
        for (int k = 0; k < thresholdSlots.length; k++) {
            thresholdSlots[k] = reduction.suppliedSlot(k);
        }
        this.lists = Shortlists.of(reduction, scratch, blocks, columns);
    }

    @Override
    public void reduce(int block, long firstOfTile, Tile tile) {
        int firstList = block * plan.dim() * blockRows;
        for (int component = 0; component < plan.dim(); component++) {
            lists.giveThresholds(
                    firstList + component * blockRows, block * rowStride + thresholdSlots[component] * blockRows);
        }
        tile.run(0, events -> {
            if (events > 0) {
                lists.take(events, firstList, (int) (firstOfTile - firstColumn));
            }
        });
    }

    @Override
    public void merge(TileReducer later) {
        merged = smallest();
        merged.merge(((SmallestReducer) later).smallest());
    }

    @Override
    public void write(int row, long outputRow, List<Tensor> outputs, RowFactors factors) {
        if (merged == null) {
            merged = smallest();
        }
        merged.write(row, outputRow, outputs);
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
            lists.copyTo(smallest, row * dim + component, list, firstColumn);
        }
        return smallest;
    }
}
