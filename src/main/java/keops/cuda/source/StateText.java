package keops.cuda.source;

/**
 * What a reduction keeps for each row, as CUDA C: a structure {@code State} with {@code clear}, {@code merge},
 * {@code store} and {@code load}; a structure {@code Tally} for what some columns add to it; {@code begin} and
 * {@code end} around those columns and {@code visit}, which takes them; and {@code write_row}.
 */
interface StateText {
    /** Writes the structures. */
    void declare(Code code);

    /**
     * Writes {@code begin(state, tally)} and {@code end(state, tally)} for ROWS rows, and {@code template <int LANES>
     * visit(p, x, state, tally, tile, lane, count, position)}: rows x take every LANES-th of the count columns in a
     * tile, the first of which is the given position in the slice.
     *
     * @param unroll how many columns the inner loop takes at a time
     * @param tail the same where the tile is not full
     */
    void visit(Code code, int unroll, int tail);

    /** Writes {@code write_row(call, p, i, state)}, which writes the outputs of a row. */
    void writeRow(Code code);

    /**
     * Writes the entry {@code merge}, which merges the slices of each row.
     *
     * @param parameters the declaration of p
     */
    default void merge(Code code, String parameters) {
        Shared.merge(code, parameters);
    }

    /** The registers of 4 bytes that a row needs in the inner loop. */
    int hotWords();

    /** The bytes of a stored state. */
    long bytes();

    /** The bytes of a state in memory of a block: as a structure of C, a multiple of the size of its largest number. */
    default long heldBytes(Real real) {
        return Math.ceilDiv(bytes(), (long) real.bytes()) * real.bytes();
    }

    /** Whether the values of several columns are held before they are looked at, which takes registers. */
    default boolean holdsValues() {
        return false;
    }

    /** Whether states live among the partial results, so that {@code merge} must write even the outputs of a single slice. */
    default boolean isStoredAlways() {
        return false;
    }
}
