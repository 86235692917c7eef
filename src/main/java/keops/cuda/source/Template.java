package keops.cuda.source;

import java.util.Optional;

/** A mapping of the pairs of rows and columns to threads and memory. */
interface Template {
    /** A description for users. */
    String description();

    /** The number of threads per block. */
    int threads();

    /** The rows per call of {@code visit}. */
    int rowsPerVisit();

    /** The columns of a full tile of {@code visit}. */
    int columnsPerVisit();

    /** The unroll factor of the inner loop over columns. */
    int unroll();

    /** The unroll factor of the loop over a partial tile. */
    int tail();

    /** Whether the states of neighbouring threads must be merged. */
    boolean mergesLanes();

    /** The entry for any number of rows. */
    EntryPoint reduce();

    /** The entry for few rows. */
    Optional<EntryPoint> few();

    /** Writes the entries. */
    void declare(Code code);
}
