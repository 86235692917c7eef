package keops.cuda.source;

/**
 * The accumulator of a reduction as CUDA C: a structure {@code State} with {@code clear}, {@code merge}, {@code store}
 * and {@code load}; a structure {@code Tally}, the accumulator of a tile of columns; {@code begin}, {@code visit} and
 * {@code end} for a tile; and the epilogue {@code write_row}.
 */
interface StateText {
    /** Writes the structures. */
    void declare(Code code);

    /**
     * Writes {@code begin(state, tally)} and {@code end(state, tally)} for ROWS rows, and {@code template <int LANES>
     * visit(p, x, state, tally, tile, lane, count, position)}: rows x visit every LANES-th of the {@code count} columns
     * of a tile, whose first column is {@code position} in the slice.
     *
     * @param unroll the unroll factor of the inner loop over columns
     * @param tail the unroll factor of the loop over a partial tile
     */
    void visit(Code code, int unroll, int tail);

    /** Writes the epilogue {@code write_row(call, p, i, state)}, which writes the outputs of a row. */
    void writeRow(Code code);

    /**
     * Writes the entry {@code merge}, which merges the slices of each row.
     *
     * @param parameters the declaration of p
     */
    default void merge(Code code, String parameters) {
        Shared.merge(code, parameters);
    }

    /** The 4-byte registers that a row needs in the inner loop. */
    int hotWords();

    /** The size of a stored state in bytes. */
    long bytes();

    /** The size of a state in shared memory: as a structure of C, a multiple of the size of its largest scalar. */
    default long heldBytes(Real real) {
        return Math.ceilDiv(bytes(), (long) real.bytes()) * real.bytes();
    }

    /** Whether the values of several columns are held before they are compared, which takes registers. */
    default boolean holdsValues() {
        return false;
    }

    /**
     * Whether states are in the partial results, so that even the outputs of a single slice are written by {@code
     * merge}.
     */
    default boolean isStoredAlways() {
        return false;
    }
}
