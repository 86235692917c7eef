package keops.cpu;

/** A kernel with what it is told of the formula and of the rows that it works on. */
final class PlacedKernel {
    private final TileKernel kernel;
    private final int[] offsets;
    private final int[] ofRows;

    /**
     * A kernel and its offsets.
     *
     * @param offsets where it finds its operands, as far as that is not part of its code
     * @param ofRows which of these are among values that stand row after row
     */
    PlacedKernel(TileKernel kernel, int[] offsets, int[] ofRows) {
        this.kernel = kernel;
        this.offsets = offsets;
        this.ofRows = ofRows;
    }

    TileKernel kernel() {
        return kernel;
    }

    int[] offsets() {
        return offsets;
    }

    /** The same kernel for rows that stand a number of rows further on. */
    PlacedKernel movedBy(int rows) {
        int[] moved = offsets.clone();
        for (int place : ofRows) {
            moved[place] += rows;
        }
        return new PlacedKernel(kernel, moved, ofRows);
    }
}
