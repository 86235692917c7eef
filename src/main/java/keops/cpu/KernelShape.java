package keops.cpu;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import keops.program.Staged;

/**
 * How the kernels of a plan are laid out.
 *
 * @param kind the compute type
 * @param bits the width of a vector
 * @param rowVectors the vectors of rows side by side; more hide the latency of operations, until registers run out
 * @param tileColumns the columns of a tile
 * @param stripColumns the columns of a strip: a tile is worked on strip by strip, so that the values of pairs that kernels
 *     hand on stay in the first-level cache
 */
record KernelShape(ElementKind kind, int bits, int rowVectors, int tileColumns, int stripColumns) {
    /** Column values of a tile, and columns: short enough for the first-level cache and for the accuracy of sums. */
    private static final int TILE_VALUES = 8192;
    private static final int TILE_COLUMNS = 512;
    /** Bytes of values of pairs that kernels hand on. */
    private static final int PAIR_BYTES = 32 * 1024;
    /** Strips are multiples of this, so that folds, which take several columns together, leave none over. */
    private static final int COLUMNS_TOGETHER = 20;

    /** The rows of a vector. */
    int lanes() {
        return bits / kind.bits;
    }

    /** The rows of a block. */
    int blockRows() {
        return lanes() * rowVectors;
    }

    /** Chooses a shape for the kernels of some passes. */
    static KernelShape choose(ElementKind kind, int bits, Staged staged, List<List<Ending>> passes) {
        int rowVectors = Stream.of(4, 3, 2, 1)
                .min(Comparator.comparingDouble(wanted -> cost(staged, passes, bits, wanted)))
                .orElseThrow();
        int slots = passes.stream()
                .flatMap(endings -> Chunking.of(staged, endings, rowVectors).stream())
                .flatMap(chunk -> chunk.kept().values().stream())
                .mapToInt(slot -> slot + 1)
                .max()
                .orElse(0);
        int columns = Math.min(TILE_COLUMNS, TILE_VALUES / Math.max(1, staged.columns().size()));
        int strip = slots == 0 ? columns : Math.min(columns, PAIR_BYTES / (slots * rowVectors * bits / Byte.SIZE));
        strip = Math.max(1, strip / COLUMNS_TOGETHER) * COLUMNS_TOGETHER;
        columns = Math.max(1, columns / strip) * strip;
        return new KernelShape(kind, bits, rowVectors, columns, strip);
    }

    private static double cost(Staged staged, List<List<Ending>> passes, int bits, int rowVectors) {
        return passes.stream()
                .mapToDouble(endings -> KernelCost.of(Chunking.of(staged, endings, rowVectors), staged, bits, rowVectors))
                .sum();
    }
}
