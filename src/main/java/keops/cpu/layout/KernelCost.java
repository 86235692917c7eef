package keops.cpu.layout;

import java.util.List;
import keops.cpu.code.RegisterBudget;
import keops.program.BinaryFunction;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;

/**
 * An estimate of what kernels cost, in cycles per vector of pairs, on a core that starts two operations, one load of a
 * vector that crosses cache lines, and two broadcasts per cycle (Zen 5, measured). It decides how many vectors of rows
 * are worked on side by side.
 */
public final class KernelCost {
    /** Bytes of code of the inner loop of a fold. */
    private static final int FOLD_BYTES = 2000;

    private static final double LOAD = 1;
    private static final double BROADCAST = 0.5;
    private static final double STORE = 1.33;
    /** Of each turn of a loop. */
    private static final double TURN = 2;
    private KernelCost() {}

    /** Whether the row values of a kernel stay in registers, or are read again for each column. */
    public static boolean keepsRows(Chunk chunk, Staged staged, RegisterBudget registers, int rowVectors) {
        int most = Math.min(registers.rows(), registers.withConstants() - constants(chunk, staged));
        int carried = Lookahead.values(chunk, staged, registers, rowVectors) > 0 ? 1 : 0;
        return (chunk.inputs(staged, Stage.ROW).size() + chunk.accumulators() + carried) * rowVectors <= most;
    }

    /** Vectors of constants that a kernel uses. */
    static int constants(Chunk chunk, Staged staged) {
        int ofFunctions = chunk.values().stream()
                .mapToInt(v -> FunctionFacts.of(staged.program().values().get(v)).constants())
                .max()
                .orElse(0);
        return chunk.inputs(staged, Stage.CONSTANT).size() + chunk.inputs(staged, Stage.PARAMETER).size() + ofFunctions;
    }

    /** The cost of some kernels. */
    static double of(List<Chunk> chunks, Staged staged, RegisterBudget registers, int rowVectors) {
        return chunks.stream().mapToDouble(chunk -> of(chunk, staged, registers, rowVectors)).sum();
    }

    /** What the arithmetic of some kernels takes at least. */
    public static double bound(List<Chunk> chunks, Staged staged) {
        return chunks.stream()
                .map(chunk -> operations(chunk, staged))
                .reduce(Operations.NONE, Operations::plus)
                .cycles();
    }

    /** How many columns a fold takes together: as many as registers and code allow. */
    public static int columnsTogether(Scalar.Fold fold, Staged staged, RegisterBudget registers, int rowVectors) {
        int rowStreams = (int) fold.streams().stream().filter(s -> staged.streamStage(s) == Stage.ROW).count();
        int bytes = fold.body().values().stream().mapToInt(value -> FunctionFacts.of(value).bytes()).sum() + 14;
        for (int wanted : List.of(5, 4, 3, 2)) {
            int vectors = wanted * rowVectors;
            if (vectors + rowStreams * rowVectors + 2 <= registers.fold() && vectors * bytes <= FOLD_BYTES) {
                return wanted;
            }
        }
        return 1;
    }

    private static double of(Chunk chunk, Staged staged, RegisterBudget registers, int rowVectors) {
        double transfer = chunk.liveIn().size() * LOAD + chunk.liveOut().size() * STORE;
        double arithmetic = operations(chunk, staged).cycles();
        if (chunk.isFold(staged.program())) {
            var fold = (Scalar.Fold) staged.program().values().get(chunk.values().getFirst());
            int together = columnsTogether(fold, staged, registers, rowVectors);
            long ofRows = fold.streams().stream().filter(s -> staged.streamStage(s) == Stage.ROW).count();
            long ofColumns = fold.streams().size() - ofRows;
            double loads = fold.length() * (ofRows * LOAD / together + ofColumns * BROADCAST / rowVectors);
            return transfer + overlapped(arithmetic, loads) + fold.length() * TURN / (together * rowVectors);
        }
        int rows = chunk.inputs(staged, Stage.ROW).size();
        int columns = chunk.inputs(staged, Stage.COLUMN).size();
        double loads = (keepsRows(chunk, staged, registers, rowVectors) ? 0 : rows * LOAD)
                + (columns * BROADCAST + chunk.columnSums() * (LOAD + STORE)) / rowVectors;
        return overlapped(arithmetic, loads + transfer) + TURN / rowVectors;
    }

    /** What runs side by side overlaps for the most part. */
    private static double overlapped(double a, double b) {
        return Math.max(a, b) + Math.min(a, b) / 4;
    }

    private static Operations operations(Chunk chunk, Staged staged) {
        return chunk.values().stream()
                .map(v -> operations(staged.program().values().get(v)))
                .reduce(Operations.OTHER.times(chunk.accumulators() + chunk.columnSums()), Operations::plus);
    }

    /** Products are multiplied and added in one operation. */
    private static boolean isSummedAtOnce(Scalar.Fold fold) {
        return fold.body().values().get(fold.body().outputs().getFirst())
                        instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.MULTIPLY;
    }

    private static Operations operations(Scalar value) {
        return value instanceof Scalar.Fold fold
                ? fold.body().values().stream()
                        .map(KernelCost::operations)
                        .reduce(isSummedAtOnce(fold) ? Operations.NONE : Operations.OTHER, Operations::plus)
                        .times(fold.length())
                : FunctionFacts.of(value).operations();
    }
}
