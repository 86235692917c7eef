package keops.cache;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a store can do its work.
 *
 * @param folder where it keeps its entries; empty where it was switched off or there is no place for it
 * @param isReadable whether kernels are found in it
 * @param isWritable whether kernels are kept in it
 * @param freeBytes what the disk has left; 0 where that is not known
 * @param problem what is wrong and what to do, or nothing
 */
public record Health(
        Optional<Path> folder, boolean isReadable, boolean isWritable, long freeBytes, Optional<String> problem) {}
