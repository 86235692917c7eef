package keops.cpu.emit;

import java.util.List;
import java.util.function.IntConsumer;

/**
 * A pass made ready to run: kernels that are run one after the other on strips of columns.
 *
 * @param kernels the kernels
 * @param stripColumns the columns of a strip
 * @param isDescending whether strips go from the last to the first
 */
public record PassCode(List<PlacedKernel> kernels, int stripColumns, boolean isDescending) {
    /** Runs a kernel on some columns. */
    public interface Runner {
        /** Runs it, and returns the number of its {@link Events}. */
        public int run(PlacedKernel kernel, int first, int end);
    }

    /**
     * Runs all kernels on some columns.
     *
     * @param afterKernel is told how many {@link Events} a kernel left
     */
    public void run(Runner runner, int first, int end, IntConsumer afterKernel) {
        int strips = (end - first + stripColumns - 1) / stripColumns;
        for (int s = 0; s < strips; s++) {
            int from = first + (isDescending ? strips - 1 - s : s) * stripColumns;
            for (PlacedKernel kernel : kernels) {
                afterKernel.accept(runner.run(kernel, from, Math.min(end, from + stripColumns)));
            }
        }
    }
}
