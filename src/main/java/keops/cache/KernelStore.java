package keops.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import keops.error.CacheException;

/**
 * A store of compiled kernels on disk. Each is found by the digest of all inputs of its compilation ({@link
 * KernelKey}), is compiled once for all threads and processes that request it at the same time, and is verified
 * whenever it is read. A kernel that is damaged, or could have been written by another user, is not used but compiled
 * again. Beyond {@link #mostBytes}, the least recently used kernels are evicted.
 *
 * {@snippet :
 * KernelStore store = KernelStore.standard();
 * store.setMostBytes(ByteSize.parse("200M"));
 * store.entries().forEach(entry -> System.out.println(entry.key() + " " + ByteSize.format(entry.bytes())));
 * }
 *
 * <p>A full disk, a read-only folder or a missing folder is no error for {@link #find} and {@link #findOrMake}: kernels
 * are then kept only in the memory of the process, and one line of the log says so. The methods of the {@link
 * Inventory} do throw.
 *
 * <p>A store may be used by many threads at once.
 */
public final class KernelStore {
    private static final System.Logger LOG = System.getLogger(KernelStore.class.getName());
    /** The precision of the times of use: each update writes to the disk. */
    private static final Duration USE_GRAIN = Duration.ofHours(1);

    private final Optional<StoreFolder> folder;
    private final InstantSource clock;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicReference<String> problem = new AtomicReference<>();
    private final Eviction room;
    private volatile long mostBytes;

    KernelStore(Optional<StoreFolder> folder, long mostBytes, InstantSource clock) {
        this.folder = folder;
        this.mostBytes = mostBytes;
        this.clock = clock;
        this.room = new Eviction(clock);
    }

    /**
     * A store in a folder, with the size limit of the system properties or the environment, else 1 GiB.
     *
     * @param folder a folder for this store alone, which is created when the first kernel is stored
     * @throws CacheException if the limit is not a size
     */
    public static KernelStore open(Path folder) {
        Objects.requireNonNull(folder, "folder");
        return open(folder, Settings.ofThisProcess().mostBytes());
    }

    /**
     * A store in a folder, which is created when the first kernel is stored.
     *
     * @param folder a folder for this store alone
     * @param mostBytes the size limit in bytes
     */
    public static KernelStore open(Path folder, long mostBytes) {
        Objects.requireNonNull(folder, "folder");
        return open(folder, mostBytes, InstantSource.system());
    }

    /**
     * A store in a folder, with a given clock.
     *
     * @param folder a folder for this store alone
     * @param mostBytes the size limit in bytes
     * @param clock the source of the times of compilation and of use
     */
    public static KernelStore open(Path folder, long mostBytes, InstantSource clock) {
        Objects.requireNonNull(folder, "folder");
        Objects.requireNonNull(clock, "clock");
        return new KernelStore(Optional.of(new StoreFolder(folder, Trust.ofThisUser(), Disk.LOCAL)), mostBytes, clock);
    }

    /** The store of this process, configured by the system properties and the environment at the first call. */
    public static KernelStore standard() {
        return Standard.STORE;
    }

    private static final class Standard {
        static final KernelStore STORE = of(Settings.ofThisProcess());

        private static KernelStore of(Settings settings) {
            if (settings.isOff()) {
                return new KernelStore(Optional.empty(), 0, InstantSource.system());
            }
            try {
                Optional<Path> folder = settings.folder();
                if (folder.isPresent()) {
                    return open(folder.get(), settings.mostBytes());
                }
                LOG.log(System.Logger.Level.WARNING, "compiled kernels are kept in memory only, because there is no"
                        + " folder for caches here: set KEOPS_CACHE_FOLDER");
            } catch (CacheException e) {
                LOG.log(System.Logger.Level.WARNING, "compiled kernels are kept in memory only: {0}", e.getMessage());
            }
            return new KernelStore(Optional.empty(), 0, InstantSource.system());
        }
    }

    /** The folder of the entries; empty if the store is switched off or the platform has no folder for it. */
    public Optional<Path> folder() {
        return folder.map(StoreFolder::root);
    }

    /** The size limit in bytes. */
    public long mostBytes() {
        return mostBytes;
    }

    /** Sets the size limit in bytes, which is enforced when the next kernel is stored. */
    public void setMostBytes(long bytes) {
        mostBytes = bytes;
    }

    /** The hits and misses so far, in this process. */
    public Statistics statistics() {
        return new Statistics(hits.sum(), misses.sum(), dropped.sum());
    }

    /** The administration of the entries. */
    public Inventory inventory() {
        return new Inventory(folder, mostBytes, clock);
    }

    /** Why kernels are not stored on disk, as far as known so far; empty if they are. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem.get());
    }

    /**
     * The kernel of a key, if it is stored.
     *
     * <p>It is read without a lock: a damaged entry stays until {@link #findOrMake} reads it again.
     */
    public Optional<CompiledImage> find(KernelKey key) {
        Objects.requireNonNull(key, "key");
        return withoutInterrupts(() -> {
            Optional<CompiledImage> known = usable().flatMap(place -> peek(place.entry(key), place));
            known.ifPresent(_ -> hits.increment());
            return known;
        });
    }

    /**
     * The stored kernels of a source for any version of the compiler and any target, the latest version first. This is
     * for machines without a compiler. Damaged entries are left out.
     */
    public List<EntryFacts> ofSource(String source, List<String> options) {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(options, "options");
        return withoutInterrupts(() -> usable().map(place -> {
            var found = new ArrayList<EntryFacts>();
            try {
                for (EntryFolder entry : place.family(KernelKey.family(source, options))) {
                    peekFacts(entry, place).filter(facts -> facts.options().equals(options)).ifPresent(found::add);
                }
            } catch (IOException e) {
                LOG.log(System.Logger.Level.DEBUG, "the folder of compiled kernels cannot be read", e);
            }
            found.sort(Comparator.comparing(EntryFacts::compiler, CompilerVersions.ASCENDING).reversed());
            return List.copyOf(found);
        }).orElse(List.of()));
    }

    /**
     * The kernel of a key. If it is missing or damaged, it is compiled and stored: of all threads and processes that
     * request the same key at the same time, one compiles it and the others wait.
     *
     * <p>An interrupt does not end this method, since it would close files that other threads use; the interrupt status
     * stays set. Calls of reductions run it in a separate thread, so that an interrupt ends them at once.
     *
     * @param what what the kernel computes
     * @param compiler compiles the kernel; its exceptions are rethrown
     * @throws IllegalStateException if the compiler requests its own kernel, directly or through other compilers
     */
    public CompiledImage findOrMake(KernelKey key, Description what, Supplier<CompiledImage> compiler) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(compiler, "compiler");
        return withoutInterrupts(() -> {
            Optional<StoreFolder> place = usable();
            Optional<CompiledImage> known = place.flatMap(there -> peek(there.entry(key), there));
            if (known.isPresent()) {
                hits.increment();
                return known.get();
            }
            if (place.isEmpty() || !isPrepared(place.get())) {
                misses.increment();
                return compiler.get();
            }
            try (var _ = place.get().lock(key.hash())) {
                return findOrMake(place.get(), key, what, compiler);
            }
        });
    }

    private CompiledImage findOrMake(
            StoreFolder place, KernelKey key, Description what, Supplier<CompiledImage> compiler) {
        EntryFolder entry = place.entry(key);
        try {
            Optional<CompiledImage> known = read(entry, place).map(Content::image);
            if (known.isPresent()) {
                hits.increment();
                return known.get();
            }
        } catch (DamageException e) {
            drop(place, entry, e.getMessage());
        } catch (IOException e) {
            LOG.log(System.Logger.Level.DEBUG, "a compiled kernel cannot be read", e);
        }
        misses.increment();
        CompiledImage made = compiler.get();
        keep(place, key, EntryFolder.files(EntryFolder.content(key, what, made, clock.instant())));
        return made;
    }

    /** The folder, unless another user could write to it. */
    private Optional<StoreFolder> usable() {
        try {
            if (folder.isPresent()) {
                folder.get().requireTrusted();
            }
            return folder;
        } catch (CacheException | IOException e) {
            warn(e);
            return Optional.empty();
        }
    }

    /** Whether there seems to be a writable folder. */
    private boolean isPrepared(StoreFolder place) {
        try {
            place.prepare();
            return true;
        } catch (CacheException | IOException e) {
            warn(e);
            return false;
        }
    }

    /** The image of an intact entry; empty if it is damaged or just being replaced. */
    private Optional<CompiledImage> peek(EntryFolder entry, StoreFolder place) {
        try {
            return read(entry, place).map(Content::image);
        } catch (DamageException | IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<EntryFacts> peekFacts(EntryFolder entry, StoreFolder place) {
        try {
            return Optional.of(entry.facts(place.trust()));
        } catch (DamageException | IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Content> read(EntryFolder entry, StoreFolder place) throws DamageException, IOException {
        if (!entry.isThere()) {
            return Optional.empty();
        }
        Content content = entry.content(place.trust());
        noteUse(entry);
        return Optional.of(content);
    }

    /** Records a use, also if the last use lies in the future because a clock was wrong. */
    private void noteUse(EntryFolder entry) {
        Instant now = clock.instant();
        if (Duration.between(entry.lastUse(), now).abs().compareTo(USE_GRAIN) >= 0) {
            entry.setLastUse(now);
        }
    }

    private void drop(StoreFolder place, EntryFolder entry, String why) {
        dropped.increment();
        LOG.log(System.Logger.Level.WARNING, "the compiled kernel {0} is made again: {1}", entry.path(), why);
        try {
            place.remove(entry);
        } catch (IOException e) {
            warn(e);
        }
    }

    private void keep(StoreFolder place, KernelKey key, Map<String, byte[]> files) {
        long bytes = files.values().stream().mapToLong(file -> file.length).sum();
        if (bytes > mostBytes) {
            LOG.log(System.Logger.Level.DEBUG, "a kernel of {0} bytes is not kept on disk", bytes);
            return;
        }
        try {
            place.put(key.folderName(), files);
            room.added(place, place.entry(key), bytes, mostBytes);
        } catch (CacheException | IOException e) {
            warn(e);
        }
    }

    /** Logs one warning for the first failure of the disk, and later failures at the level of debugging. */
    private void warn(Exception e) {
        String why = e instanceof CacheException ? e.getMessage() : e.toString();
        boolean isFirst = problem.compareAndSet(null, why);
        LOG.log(isFirst ? System.Logger.Level.WARNING : System.Logger.Level.DEBUG,
                "compiled kernels are kept in the memory of this process only: {0}. Another folder can be chosen by"
                        + " KEOPS_CACHE_FOLDER; keops.cache=off keeps this library from the disk.", why);
    }

    /** Defers interrupts to the end of the work, since they would close files that other threads use. */
    private static <T> T withoutInterrupts(Supplier<T> work) {
        boolean isInterrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
