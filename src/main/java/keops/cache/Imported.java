package keops.cache;

import java.util.List;

/**
 * What came out of an archive, by the hashes of the keys.
 *
 * @param added kernels that are new in the store
 * @param present kernels that were there already
 */
public record Imported(List<String> added, List<String> present) {
    /** Copies the lists. */
    public Imported {
        added = List.copyOf(added);
        present = List.copyOf(present);
    }
}
