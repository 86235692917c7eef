package keops.cpu;

import java.util.List;
import keops.program.Staged;

/**
 * How the kernels of a plan are laid out.
 *
 * @param kind the compute type
 * @param bits the width of a vector
 * @param rowVectors the vectors of rows side by side; more hide the latency of operations, until registers run out
 * @param tileColumns the columns of a tile
 */
record KernelShape(ElementKind kind, int bits, int rowVectors, int tileColumns) {
    /** Results and row values that stay in registers. */
    private static final int REGISTERS = 20;
    /** Column values of a tile, and columns: short enough for the first-level cache and for the accuracy of sums. */
    private static final int TILE_VALUES = 8192;
    private static final int TILE_COLUMNS = 512;
    /** Bytes of values of pairs that kernels hand on. */
    private static final int PAIR_BYTES = 32 * 1024;
    private static final int MIN_COLUMNS = 20;

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
        int results = passes.stream()
                .mapToInt(endings -> endings.stream().mapToInt(Ending::results).sum())
                .max()
                .orElse(0);
        int rowVectors = 1;
        for (int wanted : List.of(4, 3, 2)) {
            boolean fits = (staged.rowsAlone() + results) * wanted <= REGISTERS;
            boolean oneKernelPerPass = Chunking.of(staged, passes, wanted).stream()
                    .allMatch(chunks -> chunks.stream().filter(c -> !c.isFold(staged.program())).count() <= 1);
            if (fits && oneKernelPerPass) {
                rowVectors = wanted;
                break;
            }
        }
        int slots = Chunking.of(staged, passes, rowVectors).stream()
                .flatMap(List::stream)
                .flatMap(chunk -> chunk.kept().values().stream())
                .mapToInt(slot -> slot + 1)
                .max()
                .orElse(0);
        int columns = Math.min(TILE_COLUMNS, TILE_VALUES / Math.max(1, staged.columns().size()));
        if (slots > 0) {
            columns = Math.min(columns, PAIR_BYTES / (slots * rowVectors * bits / 8));
        }
        return new KernelShape(kind, bits, rowVectors, Math.max(MIN_COLUMNS, columns));
    }
}
