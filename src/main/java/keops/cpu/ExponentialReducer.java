package keops.cpu;

import java.util.Arrays;
import java.util.List;
import keops.plan.Accumulator;
import keops.plan.ExponentialSums;
import keops.tensor.Tensor;

/**
 * Sums of exponentials. The first pass finds the largest exponents of a tile, the second sums relative
 * to the largest so far, so that each exponential is computed once. When the data is moderate, one pass does for most
 * tiles: it sums relative to an exponent that is some way above the largest so far, and guards that none is larger.
 */
final class ExponentialReducer implements TileReducer {
    private static final int LARGEST = 0;
    private static final int SUMS = 1;
    private static final int GUARDED = 2;
    /**
     * How far the shift lies above the largest exponent. The smallest normal float is e^-87, so that what a guarded pass
     * loses is below e^-67 of the largest term.
     */
    private static final int HEADROOM = 20;

    private final CpuReduction reduction;
    private final Scratch scratch;
    private final int blockRows;
    private final int sums;
    private final int rowStride;
    private final int shiftSlot;
    private final int headroom;
    private final ExponentialSums state;
    /** The blocks whose rows have all seen a finite exponent. */
    private final boolean[] started;
    private final double[] largest;
    private final double[] results;

    ExponentialReducer(CpuReduction reduction, Scratch scratch, int blocks) {
        this.reduction = reduction;
        this.scratch = scratch;
        this.blockRows = reduction.shape().blockRows();
        this.sums = reduction.plan().exponentialSums();
        this.rowStride = reduction.rowSlots() * blockRows;
        this.shiftSlot = reduction.suppliedSlot(0);
        this.headroom = reduction.passes() > GUARDED ? HEADROOM : 0;
        this.state = (ExponentialSums) Accumulator.of(reduction.plan(), blocks * blockRows);
        this.started = new boolean[blocks];
        for (int row = 0; row < blocks * blockRows; row++) {
            publish(row);
        }
        this.largest = new double[blockRows];
        this.results = new double[(1 + sums) * blockRows];
    }

    /** Tells kernels the shift of a row, negated. */
    private void publish(int row) {
        scratch.setRow(row / blockRows * rowStride + shiftSlot * blockRows + row % blockRows, -state.shift(row));
    }

    @Override
    public void reduce(int block, long firstColumn, Tile tile) {
        int firstRow = block * blockRows;
        if (tile.isFast() && started[block] && reduction.passes() > GUARDED) {
            tile.run(GUARDED);
            scratch.getResults(results, 0, 0, results.length);
            if (allNegative(results)) {
                state.add(firstRow, results, blockRows, blockRows);
                return;
            }
        }
        tile.run(LARGEST);
        scratch.getResults(largest, 0, 0, blockRows);
        for (int row = 0; row < blockRows; row++) {
            raise(firstRow + row, largest[row]);
        }
        tile.run(SUMS);
        scratch.getResults(results, 0, 0, sums * blockRows);
        state.add(firstRow, results, 0, blockRows);
        started[block] |= tile.isFast() && Arrays.stream(largest).allMatch(Double::isFinite);
    }

    private boolean allNegative(double[] guards) {
        for (int row = 0; row < blockRows; row++) {
            if (Math.copySign(1, guards[row]) > 0) {
                return false;
            }
        }
        return true;
    }

    /** Takes the largest exponent of a tile into account. */
    private void raise(int row, double exponent) {
        if (state.raise(row, reduction.rounded(exponent + headroom))) {
            publish(row);
        }
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
