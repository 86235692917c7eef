package keops.cpu.layout;

import java.util.List;
import keops.program.BinaryFunction;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.program.UnaryFunction;

/**
 * An estimate of what kernels cost, in cycles per vector of pairs, on a core that starts two operations, one load of a
 * vector that crosses cache lines, and two broadcasts per cycle (Zen 5, measured). It decides how many vectors of rows are
 * worked on side by side.
 */
public final class KernelCost {
    /** Row values and results that stay in registers, in vectors: the others hold what is at hand. */
    static final int REGISTERS = 18;
    /** The same together with constants. */
    private static final int REGISTERS_WITH_CONSTANTS = 24;
    /** Constants of an exponential. */
    private static final int EXPONENTIAL_CONSTANTS = 8;

    /** Bytes of code of the inner loop of a fold. */
    private static final int FOLD_BYTES = 2000;

    private static final double OPERATION = 0.5;
    private static final double LOAD = 1;
    private static final double BROADCAST = 0.5;
    private static final double STORE = 1.33;
    /** Of each turn of a loop. */
    private static final double TURN = 2;
    /** A division or a square root, in products. */
    private static final double DIVISION = 10;
    /** Polynomial and power; clamp, rounding, shift. */
    private static final Operations EXPONENTIAL = new Operations(7, 5);
    /** Of the others, for the means of float32 and float64; integer operations and choices count half. */
    private static final Operations LOGARITHM = new Operations(20, 14);
    private static final Operations LOGARITHM_OF_SUM = new Operations(20, 24);
    private static final Operations SINE = new Operations(21, 25);
    private static final Operations ARCSINE = new Operations(12 + DIVISION, 17);
    private static final Operations ARCTANGENT = new Operations(17 + DIVISION, 10);
    private static final Operations HYPERBOLIC = new Operations(23 + DIVISION, 10);
    private static final Operations POWER = new Operations(35 + DIVISION, 60);
    private static final Operations ANGLE = new Operations(17 + DIVISION, 24);

    private KernelCost() {}

    /** Whether the row values of a kernel stay in registers, or are read again for each column. */
    public static boolean keepsRows(Chunk chunk, Staged staged, int rowVectors) {
        int most = Math.min(REGISTERS, REGISTERS_WITH_CONSTANTS - constants(chunk, staged));
        int carried = Lookahead.values(chunk, staged, rowVectors) > 0 ? 1 : 0;
        return (chunk.inputs(staged, Stage.ROW).size() + chunk.results() + carried) * rowVectors <= most;
    }

    /** Vectors of constants that a kernel uses. */
    static int constants(Chunk chunk, Staged staged) {
        boolean hasExponential = chunk.values().stream()
                .map(v -> staged.program().values().get(v))
                .anyMatch(v -> v instanceof Scalar.Unary(UnaryFunction function, int _)
                        && (function == UnaryFunction.EXP || function == UnaryFunction.EXP2));
        return chunk.inputs(staged, Stage.CONSTANT).size()
                + chunk.inputs(staged, Stage.PARAMETER).size()
                + (hasExponential ? EXPONENTIAL_CONSTANTS : 0);
    }

    /** The cost of some kernels. */
    static double of(List<Chunk> chunks, Staged staged, int bits, int rowVectors) {
        return chunks.stream().mapToDouble(chunk -> of(chunk, staged, bits, rowVectors)).sum();
    }

    /** What the arithmetic of some kernels takes at least. */
    public static double bound(List<Chunk> chunks, Staged staged) {
        return chunks.stream().map(chunk -> operations(chunk, staged)).reduce(Operations.NONE, Operations::plus).cycles();
    }

    /** How many columns a fold takes together: as many as registers and code allow. */
    public static int columnsTogether(Scalar.Fold fold, Staged staged, int bits, int rowVectors) {
        int rowStreams = (int) fold.streams().stream().filter(s -> staged.streamStage(s) == Stage.ROW).count();
        int registers = bits == 512 ? 28 : 13;
        int bytes = fold.body().values().stream().mapToInt(Chunking::codeBytes).sum() + 14;
        for (int wanted : List.of(5, 4, 3, 2)) {
            int vectors = wanted * rowVectors;
            if (vectors + rowStreams * rowVectors + 2 <= registers && vectors * bytes <= FOLD_BYTES) {
                return wanted;
            }
        }
        return 1;
    }

    private static double of(Chunk chunk, Staged staged, int bits, int rowVectors) {
        double transfer = chunk.taken().size() * LOAD + chunk.kept().size() * STORE;
        double arithmetic = operations(chunk, staged).cycles();
        if (chunk.isFold(staged.program())) {
            var fold = (Scalar.Fold) staged.program().values().get(chunk.values().getFirst());
            int together = columnsTogether(fold, staged, bits, rowVectors);
            long ofRows = fold.streams().stream().filter(s -> staged.streamStage(s) == Stage.ROW).count();
            long ofColumns = fold.streams().size() - ofRows;
            double loads = fold.length() * (ofRows * LOAD / together + ofColumns * BROADCAST / rowVectors);
            return transfer + overlapped(arithmetic, loads) + fold.length() * TURN / (together * rowVectors);
        }
        int rows = chunk.inputs(staged, Stage.ROW).size();
        int columns = chunk.inputs(staged, Stage.COLUMN).size();
        double loads = (keepsRows(chunk, staged, rowVectors) ? 0 : rows * LOAD)
                + (columns * BROADCAST + chunk.columnSums() * (LOAD + STORE)) / rowVectors;
        return overlapped(arithmetic, loads + transfer) + TURN / rowVectors;
    }

    /** What runs side by side overlaps for the most part. */
    private static double overlapped(double a, double b) {
        return Math.max(a, b) + Math.min(a, b) / 4;
    }

    /**
     * Vector operations, by the pipes that they need.
     *
     * @param products products and fused sums of products, on two pipes
     * @param others sums, comparisons and the like, on two others
     */
    private record Operations(double products, double others) {
        static final Operations NONE = new Operations(0, 0);
        static final Operations PRODUCT = new Operations(1, 0);
        static final Operations OTHER = new Operations(0, 1);

        Operations plus(Operations more) {
            return new Operations(products + more.products, others + more.others);
        }

        Operations times(double factor) {
            return new Operations(factor * products, factor * others);
        }

        double cycles() {
            return OPERATION * Math.max(products, others);
        }
    }

    private static Operations operations(Chunk chunk, Staged staged) {
        return chunk.values().stream()
                .map(v -> operations(staged.program().values().get(v)))
                .reduce(Operations.OTHER.times(chunk.results() + chunk.columnSums()), Operations::plus);
    }

    /** Products are multiplied and added in one operation. */
    private static boolean isSummedAtOnce(Scalar.Fold fold) {
        return fold.body().values().get(fold.body().outputs().getFirst())
                        instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.MULTIPLY;
    }

    private static Operations operations(Scalar value) {
        return switch (value) {
            case Scalar.Unary(UnaryFunction function, int _) -> switch (function) {
                case EXP, EXP2 -> EXPONENTIAL;
                case ROUNDED, NEGATE, ABS, FLOOR -> Operations.OTHER.times(2);
                case SQRT -> Operations.PRODUCT.times(DIVISION);
                case LOG -> LOGARITHM;
                case LOG1P -> LOGARITHM_OF_SUM;
                case SIN, COS -> SINE;
                case ASIN, ACOS -> ARCSINE;
                case ATAN -> ARCTANGENT;
                case TANH -> HYPERBOLIC;
            };
            case Scalar.Binary(BinaryFunction function, int _, int _) -> switch (function) {
                case MULTIPLY -> Operations.PRODUCT;
                case ADD, SUBTRACT -> Operations.OTHER;
                case DIVIDE -> Operations.PRODUCT.times(DIVISION);
                case POW -> POWER;
                case ATAN2 -> ANGLE;
            };
            case Scalar.Fma _ -> Operations.PRODUCT;
            case Scalar.Select _ -> Operations.OTHER.times(2);
            case Scalar.Fold fold -> fold.body().values().stream()
                    .map(KernelCost::operations)
                    .reduce(isSummedAtOnce(fold) ? Operations.NONE : Operations.OTHER, Operations::plus)
                    .times(fold.length());
            case Scalar.Constant _, Scalar.Load _, Scalar.Index _, Scalar.Supplied _ -> Operations.NONE;
        };
    }
}
