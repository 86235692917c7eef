package keops.cpu.emit;

import keops.cpu.code.Operands;
import keops.cpu.code.TileKernel;

/** A kernel with what it is told of the formula and of the rows that it works on. */
public final class PlacedKernel {
    private final TileKernel kernel;
    private final int[] offsets;
    private final int[] ofRows;
    private final int[] ofColumns;
    private final int[] ofLanes;

    /**
     * A kernel and its offsets.
     *
     * @param offsets where it finds its operands, as far as that is not part of its code
     * @param ofRows which of these are among values that stand row after row
     * @param ofColumns which of these are among values of columns
     * @param ofLanes which of these are among sums that are kept lane by lane
     */
    public PlacedKernel(TileKernel kernel, int[] offsets, int[] ofRows, int[] ofColumns, int[] ofLanes) {
        this.kernel = kernel;
        this.offsets = offsets;
        this.ofRows = ofRows;
        this.ofColumns = ofColumns;
        this.ofLanes = ofLanes;
    }

    public TileKernel kernel() {
        return kernel;
    }

    public int[] offsets() {
        return offsets;
    }

    /** Runs it on some columns; returns the number of its {@link Events}. */
    int run(Operands operands, int first, int end) {
        return operands.run(kernel, first, end, offsets);
    }

    /**
     * The same kernel for rows that stand a number of rows further on.
     *
     * @param columns how much further on their column is, where columns stand in the lanes
     * @param lanes how much further on their lane is
     */
    PlacedKernel movedBy(int rows, int columns, int lanes) {
        int[] moved = offsets.clone();
        for (int place : ofRows) {
            moved[place] += rows;
        }
        for (int place : ofColumns) {
            moved[place] += columns;
        }
        for (int place : ofLanes) {
            moved[place] += lanes;
        }
        return new PlacedKernel(kernel, moved, ofRows, ofColumns, ofLanes);
    }
}
