package keops.cpu.code;

/**
 * How many vector registers a kernel may take for what lives across a turn of its loop. The others hold what is at
 * hand: operands, intermediate results, and what C2 broadcasts or spills in spite of all. Each use leaves as many to
 * them as measurements on 32 registers (AVX-512) said.
 *
 * <p>Machines with vectors of 256 or 128 bits are taken to have 16 registers. From these only the budget of folds is
 * derived, whose inner loop spills at once where it has too many sums. The others keep the numbers of 32 registers:
 * with fewer vectors of rows side by side, kernels would hide less latency, and what C2 spills comes back from the
 * first-level cache, which such a loop leaves idle for the most part. The same rule would give 2, 8 and 10.
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

    /** The budget of kernels with vectors of some width. */
    public static RegisterBudget of(int bits) {
        int fold = registers(bits) == MANY ? MANY - LEFT_BY_FOLD_OF_MANY : FEW - LEFT_BY_FOLD_OF_FEW;
        return new RegisterBudget(MANY - LEFT_BY_ROWS, MANY - LEFT_BY_CONSTANTS, MANY - LEFT_BY_AHEAD, fold);
    }

    /** The vector registers of a machine whose vectors have some width. */
    static int registers(int bits) {
        return bits == 512 ? MANY : FEW;
    }
}
