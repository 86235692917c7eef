package keops.cpu.run;

import java.util.function.IntConsumer;
import keops.cpu.code.Operands;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.CpuReduction;

/**
 * A block of rows and a tile of columns, packed already.
 *
 * @param scratch the memory that they are packed in
 * @param operands where in it
 * @param isFast whether the data is moderate
 * @param isPartial whether a row fills the lanes of some more
 * @param width the columns of the tile, or the vectors of columns
 * @param number tells tiles from each other
 */
record BlockTile(
        CpuReduction reduction, Scratch scratch, Operands operands, boolean isFast, boolean isPartial, int width,
        int number)
        implements TileReducer.Tile {
    @Override
    public void run(int pass, IntConsumer afterKernel) {
        int rows = reduction.kernels().shape().blockRows();
        double[] neutral = reduction.kernels().neutral(pass);
        for (int accumulator = 0; accumulator < neutral.length; accumulator++) {
            scratch.fillResults(accumulator * rows, rows, neutral[accumulator]);
        }
        reduction.tiers(pass, isFast, isPartial).run(operands, width, number, afterKernel);
    }
}
