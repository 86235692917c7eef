package keops.cache;

import java.util.List;

/**
 * The result of an import: the hashes of the keys. Immutable, and safe for use by many threads.
 *
 * @param added the kernels that were added
 * @param present the kernels that were in the store already
 */
public record Imported(List<String> added, List<String> present) {
    /** Copies the lists. */
    public Imported {
        added = List.copyOf(added);
        present = List.copyOf(present);
    }
}
