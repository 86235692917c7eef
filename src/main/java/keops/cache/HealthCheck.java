package keops.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import keops.error.CacheException;

/** Checks whether a folder can serve as a store, and leaves it unchanged. */
final class HealthCheck {
    private HealthCheck() {}

    static Health of(StoreFolder place) {
        Path there = place.root().toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        long free = freeBytes(there);
        try {
            place.requireTrusted();
            place.entries();
        } catch (CacheException | IOException e) {
            String problem = e instanceof CacheException ? e.getMessage() : "it cannot be read: " + e;
            return new Health(Optional.of(place.root()), false, false, free, Optional.of(problem));
        }
        try {
            if (!Files.isDirectory(there)) {
                throw new IOException(there + " is no folder");
            }
            Files.delete(Files.createTempFile(there, "keops", ".probe"));
            return new Health(Optional.of(place.root()), true, true, free, Optional.empty());
        } catch (IOException e) {
            return new Health(Optional.of(place.root()), true, false, free, Optional.of("nothing can be written in "
                    + there + " (" + e + "): kernels that are not there yet are compiled anew in each process. Make it"
                    + " writable, free some space, or choose another folder by KEOPS_CACHE_FOLDER."));
        }
    }

    private static long freeBytes(Path there) {
        try {
            return Files.getFileStore(there).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
