package keops.cpu;

import java.util.Arrays;
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
    /** The blocks whose lists have changed since kernels were told their thresholds. */
    private final boolean[] isStale;
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
        this.isStale = new boolean[blocks];
        Arrays.fill(isStale, true);
        this.lists = Lists.empty(reduction.shape().kind(), listShape, blocks * plan.dim(), blockRows);
    }

    @Override
    public void reduce(int block, long firstOfTile, Tile tile) {
        int firstList = block * plan.dim() * listShape.places() * blockRows;
        if (isStale[block]) {
            isStale[block] = false;
            for (int component = 0; component < plan.dim(); component++) {
                publishThresholds(firstList + component * listShape.places() * blockRows,
                        block * rowStride + thresholdSlots[component] * blockRows);
            }
        }
        tile.run(0, events -> {
            if (events > 0) {
                isStale[block] = true;
                insertion.insert(scratch.events(), events, scratch.results(), lists.values(), lists.indices(), firstList,
                        (int) ((firstOfTile - firstColumn) / columnLanes));
            }
        });
    }

    /** Tells kernels which values are too large to be among the smallest. */
    private void publishThresholds(int list, int thresholds) {
        int k = plan.reduction().k();
        scratch.copyRows(lists.values(), list + k * blockRows, thresholds, blockRows);
        for (int row = 0; row < blockRows && columnLanes > 1; row += columnLanes) {
            double shared = sharedThreshold(list + row, k);
            for (int lane = 0; lane < columnLanes; lane++) {
                scratch.setRow(thresholds + row + lane, shared);
            }
        }
    }

    /**
     * What the K-th smallest of all lanes of a row is at most, since it is at most the K-th smallest of each lane, and
     * since each lane has its part of K values up to the largest of their last ones; NaN where there are less. Later
     * columns that are equal to it come too late.
     */
    private double sharedThreshold(int list, int k) {
        int part = (k + columnLanes - 1) / columnLanes;
        double least = Double.NaN;
        double largest = Double.NEGATIVE_INFINITY;
        for (int lane = list; lane < list + columnLanes; lane++) {
            double last = lists.value(lane + k * blockRows);
            least = last < least || Double.isNaN(least) ? last : least;
            largest = Math.max(largest, lists.value(lane + part * blockRows));
        }
        return largest < least || Double.isNaN(least) ? largest : least;
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
