package keops.cpu;

import java.util.List;
import keops.plan.Accumulator;
import keops.plan.ExponentialSums;
import keops.tensor.Tensor;

/**
 * Sums of exponentials: the first pass finds the largest exponents of a tile, the second sums relative to the largest
 * so far, so that each exponential is computed once.
 */
final class ExponentialReducer implements TileReducer {
    private final Scratch scratch;
    private final int blockRows;
    private final int sums;
    private final int rowStride;
    private final int shiftSlot;
    private final ExponentialSums state;
    private final double[] largest;
    private final double[] results;

    ExponentialReducer(CpuReduction reduction, Scratch scratch, int blocks) {
        this.scratch = scratch;
        this.blockRows = reduction.shape().blockRows();
        this.sums = reduction.plan().exponentialSums();
        this.rowStride = reduction.rowSlots() * blockRows;
        this.shiftSlot = reduction.suppliedSlot(0);
        this.state = (ExponentialSums) Accumulator.of(reduction.plan(), blocks * blockRows);
        for (int block = 0; block < blocks; block++) {
            for (int row = 0; row < blockRows; row++) {
                scratch.setRow(block * rowStride + shiftSlot * blockRows + row, 0);
            }
        }
        this.largest = new double[blockRows];
        this.results = new double[sums * blockRows];
    }

    @Override
    public void reduce(int block, long firstColumn, Tile tile) {
        tile.run(0);
        scratch.getResults(largest, 0, 0, blockRows);
        int firstRow = block * blockRows;
        for (int row = 0; row < blockRows; row++) {
            if (state.raise(firstRow + row, largest[row])) {
                scratch.setRow(block * rowStride + shiftSlot * blockRows + row, state.shift(firstRow + row));
            }
        }
        tile.run(1);
        scratch.getResults(results, 0, blockRows, results.length);
        state.add(firstRow, results, blockRows);
    }

    @Override
    public void merge(TileReducer later) {
        state.merge(((ExponentialReducer) later).state);
    }

    @Override
    public void write(int row, long outputRow, List<Tensor> outputs, RowFactors factors) {
        state.write(row, outputRow, outputs);
    }
}
