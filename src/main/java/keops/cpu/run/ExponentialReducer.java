package keops.cpu.run;

import java.util.List;
import keops.cpu.code.ElementKind;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.KernelPlan;
import keops.plan.Accumulator;
import keops.plan.ExponentialSums;
import keops.program.pass.ScaleExponents;
import keops.tensor.Tensor;

/**
 * Sums of exponentials. One pass finds the largest exponents of a tile, a second sums relative to the largest so far,
 * so that each exponential is computed once. Where the data is moderate and the largest exponents are small, one quick
 * pass does for most tiles: it sums powers of two relative to the largest exponent of the tiles before, and the two
 * others come after it only where a sum grew too large.
 */
final class ExponentialReducer implements TileReducer {
    private static final int LARGEST = 0;
    private static final int SUMS = 1;
    private static final int QUICK_SUMS = 2;
    /** The largest sums of a tile that the quick pass may leave; floats go on to 3e38. */
    private static final double LARGEST_SUM = 1e30;
    /**
     * The size of shifts up to which the quick pass is used: its rounding errors are this times the precision, as in
     * the exponents themselves, and powers of exponents that are not positive stay below 2^87.
     */
    private static final double LARGEST_SHIFT = 60;

    private final Scratch scratch;
    private final boolean isFloat;
    private final int blockRows;
    private final int rowStride;
    private final int shiftSlot;
    private final int binaryShiftSlot;
    private final boolean toleratesLowShifts;
    private ExponentialSums state;
    /** Of each row, its power of e over the power of two that the quick pass divides by: 1, but for rounding. */
    private final double[] corrections;
    /** The blocks whose rows have all seen a finite exponent, and whose shifts are small. */
    private final boolean[] isQuick;
    private final double[] largest;
    private final double[] sums;

    ExponentialReducer(KernelPlan kernels, Scratch scratch, int blocks) {
        this.scratch = scratch;
        this.isFloat = kernels.shape().kind() == ElementKind.FLOAT;
        this.blockRows = kernels.shape().blockRows();
        this.rowStride = kernels.rowSlots() * blockRows;
        this.shiftSlot = kernels.suppliedSlot(0);
        this.binaryShiftSlot = kernels.suppliedSlot(1);
        // The maximum itself is wanted of the last kind, which the quick pass does not find.
        this.toleratesLowShifts = !kernels.plan().reduction().givesLargestExponent()
                && kernels.toleratesLowShifts();
        this.state = (ExponentialSums) Accumulator.of(kernels.plan(), blocks * blockRows);
        this.corrections = new double[blocks * blockRows];
        this.isQuick = new boolean[blocks];
        for (int row = 0; row < corrections.length; row++) {
            publishShift(row);
        }
        this.largest = new double[blockRows];
        this.sums = new double[kernels.plan().exponentialSums() * blockRows];
    }

    /** Tells kernels the shift of a row, negated, in base e and in base 2. */
    private void publishShift(int row) {
        double shift = state.shift(row);
        double binary = isFloat ? (float) (shift * ScaleExponents.LOG2_E) : shift * ScaleExponents.LOG2_E;
        corrections[row] = isFloat ? Math.exp(binary / ScaleExponents.LOG2_E - shift) : 1;
        int at = row / blockRows * rowStride + row % blockRows;
        scratch.setRow(at + shiftSlot * blockRows, -shift);
        scratch.setRow(at + binaryShiftSlot * blockRows, -binary);
    }

    @Override
    public void reduce(int block, long firstOfTile, Tile tile) {
        int firstRow = block * blockRows;
        boolean mayBeQuick = tile.isFast() && toleratesLowShifts;
        if (!(mayBeQuick && isQuick[block] && sumQuickly(firstRow, tile))) {
            tile.run(LARGEST);
            scratch.getResults(largest, 0, 0, blockRows);
            boolean areSmall = true;
            for (int row = 0; row < blockRows; row++) {
                if (state.raise(firstRow + row, largest[row])) {
                    publishShift(firstRow + row);
                }
                areSmall &= Double.isFinite(largest[row]) && Math.abs(state.shift(firstRow + row)) <= LARGEST_SHIFT;
            }
            tile.run(SUMS);
            scratch.getResults(sums, 0, 0, sums.length);
            isQuick[block] = mayBeQuick && areSmall;
        }
        state.add(firstRow, sums, blockRows);
    }

    /** Sums relative to the shifts as they are; whether no sum became too large. */
    private boolean sumQuickly(int firstRow, Tile tile) {
        tile.run(QUICK_SUMS);
        scratch.getResults(sums, 0, 0, sums.length);
        boolean isModerate = true;
        for (int k = 0; k < sums.length; k++) {
            isModerate &= Math.abs(sums[k]) <= LARGEST_SUM;
            sums[k] *= corrections[firstRow + k % blockRows];
        }
        return isModerate;
    }

    @Override
    public void merge(TileReducer other) {
        state.merge(((ExponentialReducer) other).state);
    }

    @Override
    public void join(int lanes, int count) {
        state = state.joined(lanes, count);
    }

    @Override
    public void write(WrittenRows rows, List<Tensor> outputs, RowFactors factors) {
        for (int k = 0; k < rows.count(); k++) {
            state.write(rows.row(k), rows.outputRow() + k, outputs);
        }
    }
}
