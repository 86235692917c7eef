package keops.cpu;

import java.util.List;
import keops.plan.Accumulator;
import keops.plan.Smallest;
import keops.tensor.Tensor;

/** The K smallest: kernels report the few places below the K-th smallest value so far; those are looked at one by one. */
final class SmallestReducer implements TileReducer {
    private final Scratch scratch;
    private final KernelShape shape;
    private final int dim;
    private final int rowStride;
    private final int[] thresholdSlots;
    private final int[] pairSlots;
    private final Smallest smallest;

    SmallestReducer(CpuReduction reduction, Scratch scratch, int blocks) {
        this.scratch = scratch;
        this.shape = reduction.shape();
        this.dim = reduction.plan().dim();
        this.rowStride = reduction.rowSlots() * shape.blockRows();
        this.thresholdSlots = new int[dim];
        this.pairSlots = new int[dim];
        for (int k = 0; k < dim; k++) {
            thresholdSlots[k] = reduction.suppliedSlot(k);
            pairSlots[k] = reduction.pairSlot(k);
        }
        this.smallest = (Smallest) Accumulator.of(reduction.plan(), blocks * shape.blockRows());
    }

    @Override
    public void reduce(int block, long firstColumn, Tile tile) {
        int blockRows = shape.blockRows();
        for (int k = 0; k < dim; k++) {
            int thresholds = block * rowStride + thresholdSlots[k] * blockRows;
            for (int row = 0; row < blockRows; row++) {
                scratch.setRow(thresholds + row, smallest.threshold((block * blockRows + row) * dim + k));
            }
        }
        tile.run(0, events -> offer(block, firstColumn, events));
    }

    private void offer(int block, long firstColumn, int events) {
        int blockRows = shape.blockRows();
        for (int e = 0; e < events; e += 2) {
            long place = scratch.events()[e];
            int column = Events.column(place);
            int k = Events.component(place);
            int pairs = (pairSlots[k] * shape.tileColumns() + column) * blockRows;
            for (long mask = scratch.events()[e + 1]; mask != 0; mask &= mask - 1) {
                int row = Events.vector(place) * shape.lanes() + Long.numberOfTrailingZeros(mask);
                smallest.offer((block * blockRows + row) * dim + k, scratch.pair(pairs + row), firstColumn + column);
            }
        }
    }

    @Override
    public void merge(TileReducer later) {
        smallest.merge(((SmallestReducer) later).smallest);
    }

    @Override
    public void write(int row, long outputRow, List<Tensor> outputs, RowFactors factors) {
        smallest.write(row, outputRow, outputs);
    }
}
