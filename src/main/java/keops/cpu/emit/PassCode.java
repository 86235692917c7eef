package keops.cpu.emit;

import java.util.List;
import java.util.function.IntConsumer;
import keops.cpu.code.Operands;

/**
 * A pass made ready to run: kernels that are run one after the other on strips of columns.
 *
 * @param kernels the kernels
 * @param stripColumns the columns of a strip
 * @param isDescending whether strips go from the last to the first
 */
public record PassCode(List<PlacedKernel> kernels, int stripColumns, boolean isDescending) {
    /**
     * Runs all kernels on some columns.
     *
     * @param operands the block of rows and the tile of columns
     * @param afterKernel is told how many {@link Events} a kernel left
     */
    public void run(Operands operands, int first, int end, IntConsumer afterKernel) {
        int strips = (end - first + stripColumns - 1) / stripColumns;
        for (int s = 0; s < strips; s++) {
            int from = first + (isDescending ? strips - 1 - s : s) * stripColumns;
            for (PlacedKernel kernel : kernels) {
                afterKernel.accept(kernel.run(operands, from, Math.min(end, from + stripColumns)));
            }
        }
    }
}
