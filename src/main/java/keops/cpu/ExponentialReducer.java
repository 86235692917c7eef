package keops.cpu;

import java.util.Arrays;
import java.util.List;
import keops.plan.Accumulator;
import keops.plan.ExponentialSums;
import keops.tensor.Tensor;

/**
 * Sums of exponentials. The first pass finds the largest exponents of a tile, the second sums relative to the largest so
 * far, so that each exponential is computed once. When the data is moderate, the second pass does for most tiles: it sums
 * relative to the largest exponent of the tiles before, and is repeated, after the first pass, where a sum grew too large.
 */
final class ExponentialReducer implements TileReducer {
    private static final int LARGEST = 0;
    private static final int SUMS = 1;
    /** The largest sums of a tile that are taken without knowing the largest exponent; floats go on to 3e38. */
    private static final double LARGEST_SUM = 1e30;

    private final Scratch scratch;
    private final int blockRows;
    private final int rowStride;
    private final int shiftSlot;
    private final boolean toleratesLowShifts;
    private final ExponentialSums state;
    /** The blocks whose rows have all seen a finite exponent. */
    private final boolean[] started;
    private final double[] largest;
    private final double[] sums;

    ExponentialReducer(CpuReduction reduction, Scratch scratch, int blocks) {
        this.scratch = scratch;
        this.blockRows = reduction.shape().blockRows();
        this.rowStride = reduction.rowSlots() * blockRows;
        this.shiftSlot = reduction.suppliedSlot(0);
        this.toleratesLowShifts = reduction.toleratesLowShifts();
        this.state = (ExponentialSums) Accumulator.of(reduction.plan(), blocks * blockRows);
        this.started = new boolean[blocks];
        for (int row = 0; row < blocks * blockRows; row++) {
            publishShift(row);
        }
        this.largest = new double[blockRows];
        this.sums = new double[reduction.plan().exponentialSums() * blockRows];
    }

    /** Tells kernels the shift of a row, negated. */
    private void publishShift(int row) {
        scratch.setRow(row / blockRows * rowStride + shiftSlot * blockRows + row % blockRows, -state.shift(row));
    }

    @Override
    public void reduce(int block, long firstColumn, Tile tile) {
        boolean isFast = tile.isFast() && toleratesLowShifts;
        if (!(isFast && started[block] && sum(tile))) {
            tile.run(LARGEST);
            scratch.getResults(largest, 0, 0, blockRows);
            for (int row = 0; row < blockRows; row++) {
                if (state.raise(block * blockRows + row, largest[row])) {
                    publishShift(block * blockRows + row);
                }
            }
            sum(tile);
            started[block] |= isFast && Arrays.stream(largest).allMatch(Double::isFinite);
        }
        state.add(block * blockRows, sums, blockRows);
    }

    /** Sums relative to the shifts as they are; whether none became too large. */
    private boolean sum(Tile tile) {
        tile.run(SUMS);
        scratch.getResults(sums, 0, 0, sums.length);
        boolean isModerate = true;
        for (double sum : sums) {
            isModerate &= Math.abs(sum) <= LARGEST_SUM;
        }
        return isModerate;
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
