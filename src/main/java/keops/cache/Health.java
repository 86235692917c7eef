package keops.cache;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The state of a store. Immutable, and safe for use by many threads.
 *
 * @param folder the folder of the entries; empty if the store is switched off or the platform has no folder for it
 * @param isReadable whether entries can be read
 * @param isWritable whether entries can be written
 * @param freeBytes the free space of the disk; 0 if unknown
 * @param problem what is wrong and what to do; empty if all is well
 */
public record Health(
        Optional<Path> folder, boolean isReadable, boolean isWritable, long freeBytes, Optional<String> problem) {
    /** Checks that nothing is null. */
    public Health {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(problem, "problem");
    }
}
