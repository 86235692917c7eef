package keops.cuda.source;

import java.util.Optional;

/** How the pairs of rows and columns are laid out over threads and memory. */
interface Template {
    /** In words, for people. */
    String description();

    /** The threads of a block. */
    int threads();

    /** The rows that {@code visit} works on at once. */
    int rowsPerVisit();

    /** The columns of a full tile of {@code visit}. */
    int columnsPerVisit();

    /** How many columns the inner loop takes at a time. */
    int unroll();

    /** The same where a tile is not full. */
    int tail();

    /** Whether states of neighbouring threads must be merged. */
    boolean mergesLanes();

    /** The entry for any number of rows. */
    EntryPoint reduce();

    /** The entry for few rows. */
    Optional<EntryPoint> few();

    /** Writes the entries. */
    void declare(Code code);
}
