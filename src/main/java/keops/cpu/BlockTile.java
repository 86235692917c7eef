package keops.cpu;

import java.util.function.IntConsumer;

/** A block of rows and a tile of columns, packed already; it is worked on strip by strip. */
final class BlockTile implements TileReducer.Tile {
    private final CpuReduction reduction;
    private final Scratch scratch;
    private final Object parameters;
    private final boolean isFast;
    private final int rowOffset;
    private final int width;

    /**
     * A block and a tile.
     *
     * @param isFast whether the data is moderate
     * @param rowOffset where the block starts among the row values
     * @param width the columns of the tile
     */
    BlockTile(CpuReduction reduction, Scratch scratch, Object parameters, boolean isFast, int rowOffset, int width) {
        this.reduction = reduction;
        this.scratch = scratch;
        this.parameters = parameters;
        this.isFast = isFast;
        this.rowOffset = rowOffset;
        this.width = width;
    }

    @Override
    public boolean isFast() {
        return isFast;
    }

    /** Strips go from the last to the first where columns do. */
    @Override
    public void run(int pass, IntConsumer afterKernel) {
        reduction.startResults(pass, scratch);
        boolean down = reduction.isDescending(pass);
        int strip = reduction.shape().stripColumns();
        int strips = (width + strip - 1) / strip;
        for (int s = 0; s < strips; s++) {
            int first = (down ? strips - 1 - s : s) * strip;
            for (TileKernel kernel : reduction.kernels(pass, isFast)) {
                afterKernel.accept(kernel.run(scratch.rows(), rowOffset, scratch.columns(), first,
                        Math.min(width, first + strip), parameters, scratch.pairs(), scratch.results(), scratch.events()));
            }
        }
    }
}
