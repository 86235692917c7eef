package keops.cpu;

/** A kernel with what it is told of the formula that it runs for. */
final class PlacedKernel {
    private final TileKernel kernel;
    private final int[] offsets;

    /**
     * A kernel and its offsets.
     *
     * @param offsets where it finds its operands, as far as that is not part of its code
     */
    PlacedKernel(TileKernel kernel, int[] offsets) {
        this.kernel = kernel;
        this.offsets = offsets;
    }

    TileKernel kernel() {
        return kernel;
    }

    int[] offsets() {
        return offsets;
    }
}
