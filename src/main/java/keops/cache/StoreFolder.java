package keops.cache;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import keops.error.CacheException;

/**
 * The folder of a store, with a subfolder for each version of the format:
 *
 * <pre>
 * v1/KEY-FAMILY/    an entry
 * v1/new/           entries that are being written, and those that are being removed
 * v1/locks          an empty file, whose bytes are locked
 * </pre>
 *
 * An entry is written in the folder {@code new} and moved to its place, and moved back before it is removed, so that
 * readers never see part of an entry. Adding or removing an entry requires the lock of its key. Files in {@code new}
 * whose lock is free were left by a process that died.
 */
final class StoreFolder {
    private static final String VERSION = "v";
    private static final String NEW = "new";
    private static final String LOCKS = "locks";
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    private final Path root;
    private final Path versionFolder;
    private final Path newFolder;
    private final Path lockFile;
    private final Trust trust;
    private final Disk disk;
    private final FileLocks locks;

    StoreFolder(Path root, Trust trust, Disk disk) {
        this.root = root;
        this.versionFolder = root.resolve(VERSION + KernelKey.FORMAT);
        this.newFolder = versionFolder.resolve(NEW);
        this.trust = trust;
        this.disk = disk;
        this.lockFile = versionFolder.resolve(LOCKS);
        this.locks = FileLocks.of(lockFile);
    }

    Path root() {
        return root;
    }

    Trust trust() {
        return trust;
    }

    /**
     * Creates missing folders.
     *
     * @throws CacheException if another user could write to them
     */
    void prepare() throws IOException {
        Path parent = root.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        for (Path folder : List.of(root, versionFolder, newFolder)) {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, Permissions.ofFolder(folder));
            }
        }
        requireTrusted();
    }

    /**
     * Checks existing folders and the file of the locks. A pipe or device in their place is rejected, since opening it
     * may block.
     *
     * @throws CacheException if another user could write to them, or another kind of file is in their place
     */
    void requireTrusted() throws IOException {
        for (Path folder : List.of(root, versionFolder, newFolder)) {
            if (Files.exists(folder)) {
                require(Files.isDirectory(folder), folder, "folder");
                requireTrusted(folder.toRealPath());
            }
        }
        if (Files.exists(lockFile, LinkOption.NOFOLLOW_LINKS)) {
            require(Files.isRegularFile(lockFile, LinkOption.NOFOLLOW_LINKS), lockFile, "file");
            requireTrusted(lockFile);
        }
    }

    private static void require(boolean isOfItsKind, Path path, String kind) {
        if (!isOfItsKind) {
            throw refused(path + " is no " + kind + ": remove it, or choose another folder");
        }
    }

    private void requireTrusted(Path path) throws IOException {
        Optional<String> refusal = trust.refusal(path);
        if (refusal.isPresent()) {
            throw refused(refusal.get());
        }
    }

    private static CacheException refused(String why) {
        return new CacheException("the cache of compiled kernels is not used: " + why);
    }

    /** Waits for the lock of a key; the folders must have been {@linkplain #prepare prepared}. */
    FileLocks.Held lock(String hash) {
        return locks.acquire(hash, LONGEST_WAIT);
    }

    Optional<FileLocks.Held> tryLock(String hash) {
        return locks.tryAcquire(hash);
    }

    EntryFolder entry(KernelKey key) {
        return new EntryFolder(versionFolder.resolve(key.folderName()));
    }

    /** All entries, intact or not. */
    List<EntryFolder> entries() throws IOException {
        return entries("*");
    }

    /** The entries of a source, for any target and compiler. */
    List<EntryFolder> family(String family) throws IOException {
        return entries("*-" + family);
    }

    /** The entries whose keys begin with a prefix. */
    List<EntryFolder> startingWith(String prefix) throws IOException {
        return prefix.matches("[0-9a-f]{1,64}") ? entries(prefix + "*") : List.of();
    }

    private List<EntryFolder> entries(String pattern) throws IOException {
        return list(versionFolder, pattern).stream()
                .filter(path -> EntryFolder.isName(path.getFileName().toString()))
                .map(EntryFolder::new)
                .toList();
    }

    /** The files in a folder, sorted by name; none if the folder does not exist. */
    static List<Path> list(Path folder, String pattern) throws IOException {
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
            stream.forEach(found::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(null);
        return found;
    }

    /** Puts an entry in its place, and replaces an existing one. The lock of its key must be held. */
    void put(String name, Map<String, byte[]> files) throws IOException {
        prepare();
        var place = new EntryFolder(versionFolder.resolve(name));
        removeLeftovers(place.hash());
        if (place.isThere()) {
            remove(place);
        }
        var made = new EntryFolder(Files.createDirectory(aside(name), Permissions.ofFolder(newFolder)));
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                disk.write(made.path().resolve(file.getKey()), file.getValue());
            }
            Disk.syncFolder(made.path());
            Files.move(made.path(), place.path(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            try {
                made.delete();
            } catch (IOException notDeleted) {
                e.addSuppressed(notDeleted);
            }
            throw e;
        }
        Disk.syncFolder(versionFolder);
    }

    /** Removes an entry. The lock of its key must be held. */
    void remove(EntryFolder entry) throws IOException {
        Path aside = aside(entry.path().getFileName().toString());
        try {
            Files.move(entry.path(), aside, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            if (entry.isThere()) {
                throw e;
            }
            return;
        }
        new EntryFolder(aside).delete();
    }

    private Path aside(String name) {
        return newFolder.resolve(name + "." + UUID.randomUUID());
    }

    /** Removes files left by a dead process under a key whose lock is held. */
    private void removeLeftovers(String hash) throws IOException {
        for (Path path : list(newFolder, hash + "*")) {
            new EntryFolder(path).delete();
        }
    }

    /** Removes all files left by dead processes. */
    void removeLeftovers() throws IOException {
        for (Path path : list(newFolder, "*")) {
            String name = path.getFileName().toString();
            if (EntryFolder.isName(name.split("\\.", 2)[0])) {
                Optional<FileLocks.Held> held = tryLock(name);
                if (held.isPresent()) {
                    try (var _ = held.get()) {
                        new EntryFolder(path).delete();
                    }
                }
            }
        }
    }

    /**
     * The folders of other versions of the format, which other versions of this library use: those with a version's
     * name and layout. What else has such a name is somebody else's, where the root is no folder of a store alone.
     */
    List<Path> otherVersions() throws IOException {
        var found = new ArrayList<Path>();
        for (Path path : list(root, VERSION + "*")) {
            if (path.getFileName().toString().matches(VERSION + "\\d+") && !path.equals(versionFolder)
                    && isFolder(path) && isVersion(path)) {
                found.add(path);
            }
        }
        return found;
    }

    private static boolean isVersion(Path folder) throws IOException {
        return isFolder(folder.resolve(NEW)) && list(folder, "*").stream().allMatch(path -> {
            String name = path.getFileName().toString();
            return isFolder(path)
                    ? name.equals(NEW) || EntryFolder.isName(name)
                    : name.equals(LOCKS) && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
        });
    }

    private static boolean isFolder(Path path) {
        return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }
}
