package keops.cpu;

import java.util.List;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.program.UnaryFunction;

/**
 * An estimate of what kernels cost, in cycles per vector of pairs, on a core that starts two operations, one load of a
 * vector that crosses cache lines, and two broadcasts per cycle (Zen 5, measured). It decides how many vectors of rows are
 * worked on side by side.
 */
final class KernelCost {
    /** Row values and results that stay in registers, in vectors: the others hold constants and what is at hand. */
    static final int REGISTERS = 18;

    private static final double OPERATION = 0.5;
    private static final double LOAD = 1;
    private static final double BROADCAST = 0.5;
    private static final double STORE = 1.33;
    /** Of each turn of a loop. */
    private static final double TURN = 2;
    private static final int EXPONENTIAL_OPERATIONS = 14;
    private static final int FUNCTION_OPERATIONS = 40;

    private KernelCost() {}

    /** Whether the row values of a kernel stay in registers, or are read again for each column. */
    static boolean keepsRows(Chunk chunk, Staged staged, int rowVectors) {
        return (chunk.inputs(staged, Stage.I).size() + chunk.results()) * rowVectors <= REGISTERS;
    }

    /** The cost of some kernels. */
    static double of(List<Chunk> chunks, Staged staged, int bits, int rowVectors) {
        return chunks.stream().mapToDouble(chunk -> of(chunk, staged, bits, rowVectors)).sum();
    }

    private static double of(Chunk chunk, Staged staged, int bits, int rowVectors) {
        int rows = chunk.inputs(staged, Stage.I).size();
        int columns = chunk.inputs(staged, Stage.J).size();
        double transfer = chunk.taken().size() * LOAD + chunk.kept().size() * STORE;
        if (chunk.isFold(staged.program())) {
            var fold = (Scalar.Fold) staged.program().values().get(chunk.values().getFirst());
            return transfer + fold(fold, staged, bits, rowVectors);
        }
        double loads = (keepsRows(chunk, staged, rowVectors) ? 0 : rows * LOAD) + columns * BROADCAST / rowVectors;
        double operations = chunk.results() + chunk.values().stream()
                .mapToInt(v -> operations(staged.program().values().get(v)))
                .sum();
        return Math.max(operations * OPERATION, loads + transfer) + TURN / rowVectors;
    }

    private static double fold(Scalar.Fold fold, Staged staged, int bits, int rowVectors) {
        int together = FoldEmitter.columnsTogether(fold, staged, bits, rowVectors);
        long ofRows = fold.streams().stream().filter(s -> staged.streamStage(s) == Stage.I).count();
        long ofColumns = fold.streams().size() - ofRows;
        double loads = ofRows * LOAD / together + ofColumns * BROADCAST / rowVectors;
        double turn = TURN / (together * rowVectors);
        return fold.length() * (Math.max(operations(fold.body()) * OPERATION, loads) + turn);
    }

    private static int operations(Program program) {
        return 1 + program.values().stream().mapToInt(KernelCost::operations).sum();
    }

    /** Vector operations of those pipes that additions and multiplications share, per value. */
    private static int operations(Scalar value) {
        return switch (value) {
            case Scalar.Unary(UnaryFunction function, int _) -> switch (function) {
                case EXP, EXP2 -> EXPONENTIAL_OPERATIONS;
                case NEGATE, ABS, FLOOR -> 2;
                case SQRT -> 10;
                case LOG, LOG1P, SIN, COS, ASIN, ACOS, ATAN, TANH -> FUNCTION_OPERATIONS;
            };
            case Scalar.Binary(BinaryFunction function, int _, int _) -> switch (function) {
                case ADD, SUBTRACT, MULTIPLY -> 1;
                case DIVIDE -> 10;
                case POW, ATAN2 -> 2 * FUNCTION_OPERATIONS;
            };
            case Scalar.Fma _ -> 1;
            case Scalar.Select _ -> 2;
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _, Scalar.Fold _ -> 0;
        };
    }
}
