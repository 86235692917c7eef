package keops.cpu;

import java.util.List;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Staged;
import keops.program.UnaryFunction;

/**
 * How a kernel is laid out: the width of vectors, how many of them are worked on side by side, and how many outputs one
 * kernel sums.
 *
 * @param bits the width of a vector
 * @param lanes the rows of a vector
 * @param rowVectors the vectors of rows side by side; more hide the latency of operations, until registers run out
 * @param outputsPerKernel the outputs of one kernel; wide outputs take several, which compute the rest again
 */
record KernelShape(int bits, int lanes, int rowVectors, int outputsPerKernel) {
    /** Accumulators and row values that stay in registers. */
    private static final int REGISTERS = 20;
    /** C2 compiles methods of up to 8000 bytes of code; well below that, it does so quickly. */
    private static final int CODE_BYTES = 7000;
    private static final int QUICK_CODE_BYTES = 2500;
    private static final int OUTPUTS = 16;

    /** The rows of a block. */
    int blockRows() {
        return lanes * rowVectors;
    }

    /** Chooses a shape; null where even the narrowest kernel is too large. */
    static KernelShape choose(Staged staged, ElementKind kind, int bits) {
        Program program = staged.program();
        int outputs = program.outputs().size() / 2;
        int perKernel = Math.min(outputs, OUTPUTS);
        int bytes = codeBytes(staged, perKernel);
        if (bytes > CODE_BYTES) {
            return null;
        }
        int rowVectors = 1;
        for (int wanted : List.of(4, 3, 2)) {
            if ((staged.rows().size() + perKernel) * wanted <= REGISTERS && bytes * wanted <= QUICK_CODE_BYTES) {
                rowVectors = wanted;
                break;
            }
        }
        return new KernelShape(bits, bits / kind.bits, rowVectors, perKernel);
    }

    private static int codeBytes(Staged staged, int outputsPerKernel) {
        int bytes = 10 * outputsPerKernel + 16 * (staged.rows().size() + staged.columns().size())
                - 16 * Math.min(staged.columns().size(), staged.program().outputs().size() / 2 - outputsPerKernel);
        for (int v : staged.pairs()) {
            bytes += switch (staged.program().values().get(v)) {
                case Scalar.Unary(UnaryFunction f, int _) -> switch (f) {
                    case EXP, EXP2 -> 200;
                    case FLOOR -> 100;
                    case NEGATE, ABS, SQRT, LOG, LOG1P, SIN, COS, ASIN, ACOS, ATAN, TANH -> 12;
                };
                case Scalar.Select _ -> 24;
                case Scalar.Binary _, Scalar.Fma _ -> 14;
                case Scalar.Constant _, Scalar.Load _, Scalar.Index _ -> 0;
            };
        }
        return bytes;
    }
}
