package keops.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import keops.error.CacheException;

/**
 * The administration of the entries of a store. Damaged entries are listed, and stay until they are deleted or their
 * kernel is requested. Every method throws {@link CacheException} if the folder cannot be read or written, or if
 * another user could have written to it. Threads may share an inventory.
 */
public final class Inventory {
    private static final System.Logger LOG = System.getLogger(Inventory.class.getName());

    private final Optional<StoreFolder> folder;
    private final long mostBytes;
    private final InstantSource clock;
    private final Map<String, EntryFolder> seen = new ConcurrentHashMap<>();

    Inventory(Optional<StoreFolder> folder, long mostBytes, InstantSource clock) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    private interface Work<T> {
        T in(StoreFolder place) throws IOException;
    }

    private <T> T with(T otherwise, Work<T> work) {
        if (folder.isEmpty()) {
            return otherwise;
        }
        try {
            folder.get().requireTrusted();
            return work.in(folder.get());
        } catch (IOException e) {
            throw new CacheException(
                    "the folder of compiled kernels, " + folder.get().root() + ", cannot be used: " + e, e);
        }
    }

    /** All entries, sorted by key. Their text files are read, but not their images. */
    public List<Entry> entries() {
        return with(List.of(), place -> entries(place, place.entries()));
    }

    /** The entries whose keys begin with the given hexadecimal digits. */
    public List<Entry> startingWith(String digits) {
        Objects.requireNonNull(digits, "digits");
        return with(List.of(), place -> entries(place, place.startingWith(digits)));
    }

    private List<Entry> entries(StoreFolder place, List<EntryFolder> folders) throws IOException {
        var entries = new ArrayList<Entry>();
        for (EntryFolder entry : folders) {
            seen.put(entry.hash(), entry);
            long bytes = entry.bytes();
            try {
                entries.add(new Entry.Kept(entry.facts(place.trust()), bytes, entry.lastUse()));
            } catch (DamageException | IOException e) {
                if (entry.isThere()) {
                    entries.add(damaged(entry, bytes, e));
                }
            }
        }
        return entries;
    }

    private static Entry damaged(EntryFolder entry, long bytes, Exception e) {
        String problem = e instanceof DamageException ? e.getMessage() : "it cannot be read: " + e;
        return new Entry.Damaged(entry.hash(), bytes, entry.lastUse(), problem);
    }

    /**
     * Reads all files of an entry and compares them with their checksums.
     *
     * @return the state of the entry: {@link Entry.Damaged} if a file is wrong; empty if the entry no longer exists
     */
    public Optional<Entry> verify(String key) {
        Objects.requireNonNull(key, "key");
        return with(Optional.empty(), place -> {
            Optional<EntryFolder> found = find(place, key);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            EntryFolder entry = found.get();
            long bytes = entry.bytes();
            try {
                return Optional.of(new Entry.Kept(entry.content(place.trust()).facts(), bytes, entry.lastUse()));
            } catch (DamageException | IOException e) {
                return entry.isThere() ? Optional.of(damaged(entry, bytes, e)) : Optional.empty();
            }
        });
    }

    /**
     * The whole content of an entry.
     *
     * @param key the full key
     * @throws CacheException if it does not exist or is damaged
     */
    public Content content(String key) {
        Objects.requireNonNull(key, "key");
        Optional<Content> content = with(Optional.empty(), place -> contentIn(place, key));
        return content.orElseThrow(() -> new CacheException("there is no kernel " + key));
    }

    private Optional<Content> contentIn(StoreFolder place, String key) throws IOException {
        Optional<EntryFolder> entry = find(place, key);
        try {
            return entry.isEmpty() ? Optional.empty() : Optional.of(entry.get().content(place.trust()));
        } catch (DamageException e) {
            throw new CacheException("the kernel " + key + " is damaged: " + e.getMessage(), e);
        }
    }

    /** Finds an entry by the last listing before the whole folder is searched. */
    private Optional<EntryFolder> find(StoreFolder place, String key) throws IOException {
        EntryFolder known = seen.get(key);
        if (known != null && known.isThere()) {
            return Optional.of(known);
        }
        return place.startingWith(key).stream().filter(entry -> entry.hash().equals(key)).findFirst();
    }

    /**
     * Deletes an entry, intact or damaged. If its kernel is being compiled, waits for the compilation.
     *
     * @return whether it existed
     */
    public boolean delete(String key) {
        Objects.requireNonNull(key, "key");
        return with(false, place -> {
            Optional<EntryFolder> entry = find(place, key);
            if (entry.isPresent()) {
                place.prepare();
                try (var _ = place.lock(key)) {
                    place.remove(entry.get());
                }
            }
            return entry.isPresent();
        });
    }

    /** The size of all entries in bytes. */
    public long bytes() {
        return with(0L, place -> {
            long sum = 0;
            for (EntryFolder entry : place.entries()) {
                sum += entry.bytes();
            }
            return sum;
        });
    }

    /**
     * The folders of other versions of the store's format, which other versions of this library use; none that holds
     * anything but what a store writes.
     */
    public List<Path> otherVersions() {
        return with(List.of(), StoreFolder::otherVersions);
    }

    /** Deletes the folder of another version of the store's format, one of {@link #otherVersions}. */
    public void deleteOtherVersion(Path version) {
        Objects.requireNonNull(version, "version");
        with(null, place -> {
            if (place.otherVersions().contains(version)) {
                new EntryFolder(version).delete();
            }
            return null;
        });
    }

    /**
     * Writes entries into one file, which {@link #importFrom} reads on another machine. The file appears only when it
     * is complete, and replaces one of the same name.
     *
     * @param keys the keys
     * @throws CacheException if one of them does not exist or is damaged, or the file cannot be written
     */
    public void exportTo(Path file, Collection<String> keys) {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(keys, "keys");
        Archive.write(file, keys.stream().map(this::content).iterator());
    }

    /**
     * Adds the entries of a file that {@link #exportTo} has written. The whole file is checked before any entry is
     * added: files that are not part of an entry, wrong sizes or checksums, and more than the store can hold are
     * refused.
     *
     * @throws CacheException if the file is refused or cannot be read
     * @throws IllegalStateException if this thread is compiling one of the entries
     */
    public Imported importFrom(Path file) {
        Objects.requireNonNull(file, "file");
        if (folder.isEmpty()) {
            throw new CacheException(
                    "there is no store to take an archive over to: it is switched off, or has no folder");
        }
        var added = new ArrayList<String>();
        var present = new ArrayList<String>();
        return with(null, place -> {
            place.prepare();
            Archive.read(file, mostBytes, content ->
                    (put(place, content) ? added : present).add(content.facts().key()));
            new Eviction(clock).shrink(place, mostBytes, Optional.empty());
            return new Imported(added, present);
        });
    }

    /** Puts an entry in its place, unless it is there and intact. */
    private static boolean put(StoreFolder place, Content content) throws IOException {
        EntryFolder entry = place.entry(content.key());
        try (var _ = place.lock(entry.hash())) {
            try {
                if (entry.isThere()) {
                    entry.content(place.trust());
                    return false;
                }
            } catch (DamageException e) {
                LOG.log(System.Logger.Level.WARNING, "the compiled kernel {0} is replaced: {1}",
                        entry.path(), e.getMessage());
            }
            place.put(entry.path().getFileName().toString(), EntryFolder.files(content));
            return true;
        }
    }

    /** Checks whether the store can be used: the folder is inspected, and a file is written and removed. */
    public Health health() {
        if (folder.isEmpty()) {
            return new Health(Optional.empty(), false, false, 0,
                    Optional.of("there is no store on disk: it is switched off by keops.cache or KEOPS_CACHE, or this"
                            + " platform has no folder for caches; KEOPS_CACHE_FOLDER chooses one"));
        }
        return HealthCheck.of(folder.get());
    }
}
