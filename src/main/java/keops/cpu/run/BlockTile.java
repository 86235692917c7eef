package keops.cpu.run;

import java.util.function.IntConsumer;
import keops.cpu.emit.PlacedKernel;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.CpuReduction;
import keops.plan.Watch;

/** A block of rows and a tile of columns, packed already. */
final class BlockTile implements TileReducer.Tile {
    private final CpuReduction reduction;
    private final Scratch scratch;
    private final Object parameters;
    private final boolean isFast;
    private final boolean isPartial;
    private final int rowOffset;
    private final int width;
    private final int number;
    private final Watch watch;

    /**
     * A block and a tile.
     *
     * @param isFast whether the data is moderate
     * @param isPartial whether a row fills the lanes of some more
     * @param rowOffset where the block starts among the row values
     * @param width the columns of the tile
     * @param number tells tiles from each other
     * @param watch is looked at before each kernel
     */
    BlockTile(CpuReduction reduction, Scratch scratch, Object parameters, boolean isFast, boolean isPartial,
            int rowOffset, int width, int number, Watch watch) {
        this.reduction = reduction;
        this.scratch = scratch;
        this.parameters = parameters;
        this.isFast = isFast;
        this.isPartial = isPartial;
        this.rowOffset = rowOffset;
        this.width = width;
        this.number = number;
        this.watch = watch;
    }

    @Override
    public boolean isFast() {
        return isFast;
    }

    @Override
    public void run(int pass, IntConsumer afterKernel) {
        reduction.resetAccumulators(pass, scratch);
        reduction.tiers(pass, isFast, isPartial).run(this::run, width, number, afterKernel);
    }

    private int run(PlacedKernel kernel, int first, int end) {
        watch.check();
        return kernel.kernel().run(scratch.rows(), rowOffset, scratch.columns(), first, end, parameters, scratch.pairs(),
                scratch.results(), scratch.columnSums(), scratch.events(), kernel.offsets());
    }
}
