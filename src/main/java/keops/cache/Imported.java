package keops.cache;

import java.util.List;
import java.util.Objects;

/**
 * The result of an import: the hashes of the keys. Immutable, and safe for use by many threads.
 *
 * @param added the kernels that were added
 * @param present the kernels that were in the store already
 */
public record Imported(List<String> added, List<String> present) {
    /** Checks that nothing is null, and copies the lists. */
    public Imported {
        Objects.requireNonNull(added, "added");
        Objects.requireNonNull(present, "present");
        added = List.copyOf(added);
        present = List.copyOf(present);
    }
}
