package keops.cpu;

import java.util.List;
import keops.plan.Accumulator;
import keops.plan.Plan;
import keops.plan.Smallest;
import keops.tensor.Tensor;

/**
 * The K smallest: kernels report the few places below the K-th smallest value so far, and an {@link Insertion} takes those
 * into the lists.
 */
final class SmallestReducer implements TileReducer {
    /** The most columns of a reducer: their indices, as bits, are finite floats. */
    static final int MOST_COLUMNS = 1 << 30;

    private final Scratch scratch;
    private final Plan plan;
    private final Insertion insertion;
    private final long firstColumn;
    private final int columnLanes;
    private final int blockRows;
    private final int rowStride;
    private final int[] thresholdSlots;
    private final ListShape listShape;
    private final Lists lists;
    private Smallest merged;

    SmallestReducer(CpuReduction reduction, Scratch scratch, int blocks, long firstColumn) {
        this.scratch = scratch;
        this.plan = reduction.plan();
        this.insertion = reduction.insertion();
        this.firstColumn = firstColumn;
        this.columnLanes = reduction.shape().columnLanes();
        this.blockRows = reduction.shape().blockRows();
        this.rowStride = reduction.rowSlots() * blockRows;
        this.thresholdSlots = new int[plan.dim()];
        for (int k = 0; k < thresholdSlots.length; k++) {
            thresholdSlots[k] = reduction.suppliedSlot(k);
        }
        this.listShape = ListShape.of(plan.reduction().k());
        this.lists = Lists.empty(reduction.shape().kind(), listShape, blocks * plan.dim(), blockRows);
    }

    @Override
    public void reduce(int block, long firstOfTile, Tile tile) {
        int k = plan.reduction().k();
        int firstList = block * plan.dim() * listShape.places() * blockRows;
        for (int component = 0; component < plan.dim(); component++) {
            int lastOfList = firstList + (component * listShape.places() + k) * blockRows;
            scratch.copyRows(lists.values(), lastOfList, block * rowStride + thresholdSlots[component] * blockRows, blockRows);
        }
        tile.run(0, events -> {
            if (events > 0) {
                insertion.insert(scratch.events(), events, scratch.results(), lists.values(), lists.indices(), firstList,
                        (int) ((firstOfTile - firstColumn) / columnLanes));
            }
        });
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
        int k = plan.reduction().k();
        int places = plan.dim() * listShape.places();
        int rows = lists.length() / places;
        var smallest = (Smallest) Accumulator.of(plan, rows);
        for (int row = 0; row < rows; row++) {
            for (int rank = 0; rank < plan.dim() * k; rank++) {
                int place = row / blockRows * places + rank / k * listShape.places() + 1 + rank % k;
                int at = place * blockRows + row % blockRows;
                double value = lists.value(at);
                if (!Double.isNaN(value)) {
                    smallest.set(row * plan.dim() * k + rank, value,
                            firstColumn + lists.index(at) * columnLanes + row % columnLanes);
                }
            }
        }
        return smallest;
    }
}
