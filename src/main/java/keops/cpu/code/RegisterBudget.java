package keops.cpu.code;

/**
 * How many vector registers a kernel may take for what lives across a turn of its loop. The others hold what is at
 * hand: operands, intermediate results, and what C2 broadcasts or spills in spite of all. Each use leaves as many to
 * them as measurements on 32 registers (AVX-512) said.
 *
 * <p>On machines with 16 registers only the budget of folds is smaller, whose inner loop spills at once where it has
 * too many sums. The others keep the numbers of 32 registers: with fewer vectors of rows side by side, kernels would
 * hide less latency, and what C2 spills comes back from the first-level cache, which such a loop leaves idle for the
 * most part. Budgets that fit into 16 registers were no faster where that was tried (an AMD EPYC that was kept to AVX2
 * and disturbed by other work, so that single runs differ by a third; the least nanoseconds of one core per pair with
 * 18, 14 and 10 registers for rows and accumulators: 0.47, 0.65 and 0.50 for the Gaussian in D = 10, 0.36, 0.42 and
 * 0.43 for the Laplace kernel in D = 3, 0.15, 0.27 and 0.22 for the nearest point in D = 3).
 *
 * @param rows for row values and accumulators
 * @param withConstants for the same together with constants
 * @param ahead for accumulators, constants and what is computed one column ahead
 * @param fold for the sums of a fold, and the components of the vectors of rows that they take
 */
public record RegisterBudget(int rows, int withConstants, int ahead, int fold) {
    private static final int MANY = 32;
    private static final int FEW = 16;

    /** What the uses leave to intermediate results. */
    private static final int LEFT_BY_ROWS = 14;
    private static final int LEFT_BY_CONSTANTS = 8;
    private static final int LEFT_BY_AHEAD = 6;
    /** A fold has few intermediate results: its terms are mostly added as they are multiplied. */
    private static final int LEFT_BY_FOLD_OF_MANY = 4;
    private static final int LEFT_BY_FOLD_OF_FEW = 3;

    /** The budget of kernels with vectors of some width on this machine. */
    public static RegisterBudget of(int bits) {
        return ofRegisters(registers(bits, System.getProperty("os.arch")));
    }

    /** The budget of kernels that have 16 or 32 vector registers. */
    public static RegisterBudget ofRegisters(int registers) {
        int fold = registers == MANY ? MANY - LEFT_BY_FOLD_OF_MANY : FEW - LEFT_BY_FOLD_OF_FEW;
        return new RegisterBudget(MANY - LEFT_BY_ROWS, MANY - LEFT_BY_CONSTANTS, MANY - LEFT_BY_AHEAD, fold);
    }

    /** The vector registers of a machine: 32 of AVX-512 and of NEON, 16 of AVX2 and SSE. */
    static int registers(int bits, String architecture) {
        return bits == 512 || architecture.equals("aarch64") ? MANY : FEW;
    }
}
