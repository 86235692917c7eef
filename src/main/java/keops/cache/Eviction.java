package keops.cache;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Keeps a store within its size by evicting the least recently used entries. */
final class Eviction {
    private static final System.Logger LOG = System.getLogger(Eviction.class.getName());
    private static final long UNKNOWN = -1;
    /** After this many additions all entries are counted again, since other processes add entries, too. */
    private static final int RECOUNT = 32;
    /** An eviction frees at least this fraction of the whole, so that the next entries fit. */
    private static final int MARGIN = 10;
    /** The name of the lock that is held during an eviction. */
    private static final String LOCK = "e".repeat(Digest.CHARACTERS);

    private final InstantSource clock;
    private long total = UNKNOWN;
    private int sinceCount;

    Eviction(InstantSource clock) {
        this.clock = clock;
    }

    private record Sized(EntryFolder entry, long bytes, Instant lastUse) {}

    /** Evicts entries after one was added, which stays. */
    synchronized void added(StoreFolder place, EntryFolder entry, long bytes, long most) throws IOException {
        sinceCount++;
        if (total == UNKNOWN || sinceCount >= RECOUNT) {
            place.removeLeftovers();
            total = sum(sized(place));
            sinceCount = 0;
        } else {
            total += bytes;
        }
        if (total > most) {
            total = shrink(place, most - most / MARGIN, Optional.of(entry.hash()));
        }
    }

    /**
     * Evicts entries until the rest is small enough, and returns its size. If another process is evicting, returns the
     * size of all entries.
     */
    long shrink(StoreFolder place, long most, Optional<String> stays) throws IOException {
        List<Sized> all = sized(place);
        long left = sum(all);
        Optional<FileLocks.Held> held = place.tryLock(LOCK);
        if (held.isEmpty()) {
            return left;
        }
        try (var _ = held.get()) {
            all.sort(Comparator.comparing(Sized::lastUse).thenComparing(sized -> sized.entry.hash()));
            for (Sized sized : all) {
                boolean goes = left > most && !stays.equals(Optional.of(sized.entry.hash()));
                if (goes && remove(place, sized.entry)) {
                    left -= sized.bytes;
                }
            }
        }
        return left;
    }

    /** Removes an entry, unless it is being compiled or another user owns it; returns whether it was removed. */
    private static boolean remove(StoreFolder place, EntryFolder entry) {
        Optional<FileLocks.Held> held = place.tryLock(entry.hash());
        if (held.isEmpty()) {
            return false;
        }
        try (var _ = held.get()) {
            place.remove(entry);
            return true;
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a compiled kernel was not removed", e);
            return false;
        }
    }

    private List<Sized> sized(StoreFolder place) throws IOException {
        Instant now = clock.instant();
        var all = new ArrayList<Sized>();
        for (EntryFolder entry : place.entries()) {
            Instant lastUse = entry.lastUse();
            if (lastUse.isAfter(now)) {
                // The clock was ahead, or is behind: from now on the entry ages like the others.
                lastUse = now;
                entry.setLastUse(now);
            }
            all.add(new Sized(entry, entry.bytes(), lastUse));
        }
        return all;
    }

    private static long sum(List<Sized> all) {
        return all.stream().mapToLong(Sized::bytes).sum();
    }
}
