package keops.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import keops.error.CacheException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another user could have written is not used. */
class TrustTest {
    private static final KernelKey KEY = Samples.key("a");
    private static final int SOMEONE = 4321;

    @TempDir
    private Path folder;

    @BeforeEach
    void keep() {
        boolean hasOwners = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
        if (!hasOwners) {
            System.out.println("skipped: files of other users, because this system has no owners and permissions");
        }
        assumeTrue(hasOwners, "no owners");
        make(open());
        assertTrue(open().find(KEY).isPresent());
    }

    private KernelStore open() {
        return KernelStore.open(folder.resolve("store"), 1 << 20);
    }

    /** A store of a user to whom the files of this one are those of another. */
    private KernelStore openAsSomeone() {
        var place = new StoreFolder(folder.resolve("store"), new Trust(OptionalInt.of(SOMEONE)), Disk.LOCAL);
        return new KernelStore(Optional.of(place), 1 << 20, InstantSource.system());
    }

    private static void make(KernelStore store) {
        store.findOrMake(KEY, Samples.description("a"), () -> Samples.image("a"));
    }

    private static void assertProblem(String part, KernelStore store) {
        assertTrue(store.problem().orElseThrow().contains(part), store.problem().toString());
    }

    /** A mishap for each thing that an entry is made of: it is not found then, but made again and found. */
    private void assertMadeAgainAfter(Mishap mishap) throws IOException {
        for (Path path : new Path[] {entry(), entry().resolve("kernel.cubin"), entry().resolve("entry.txt")}) {
            mishap.to(path);
            KernelStore store = open();
            assertEquals(Optional.empty(), store.find(KEY));
            make(store);
            assertEquals(new Statistics(0, 1, 1), store.statistics());
            assertTrue(store.find(KEY).isPresent());
        }
    }

    private interface Mishap {
        void to(Path path) throws IOException;
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private Path entry() {
        return folder.resolve("store").resolve("v1").resolve(KEY.folderName());
    }

    @Test
    void foldersAndFilesAreTheOwnersAlone() throws IOException {
        try (Stream<Path> paths = Files.walk(folder.resolve("store"))) {
            for (Path path : paths.toList()) {
                String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------", permissions, path.toString());
            }
        }
    }

    @Test
    void aFolderThatOthersCanWriteIsNotUsed() throws IOException {
        for (String permissions : new String[] {"rwxrwx---", "rwx---rwx", "rwxrwxrwx"}) {
            permit(folder.resolve("store"), permissions);
            KernelStore store = open();
            assertEquals(Optional.empty(), store.find(KEY));
            make(store);
            assertEquals(new Statistics(0, 1, 0), store.statistics());
            assertProblem("can be written by other users: remove it, or, if you trust", store);
            assertThrows(CacheException.class, () -> store.inventory().entries());
            assertFalse(store.inventory().health().isReadable());
        }
        permit(folder.resolve("store"), "rwxr-xr-x");
        assertTrue(open().find(KEY).isPresent(), "others may look");
    }

    @Test
    void anEntryThatOthersCanWriteIsMadeAgain() throws IOException {
        assertMadeAgainAfter(path -> permit(path, Files.isDirectory(path) ? "rwxrwxr-x" : "rw-rw-r--"));
    }

    @Test
    void theFolderOfAnotherUserIsNotUsed() throws IOException {
        boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
        if (isRoot) {
            Files.setAttribute(folder.resolve("store"), "unix:uid", SOMEONE);
            KernelStore store = open();
            make(store);
            assertProblem("belongs to user " + SOMEONE, store);
        } else {
            KernelStore store = openAsSomeone();
            make(store);
            assertProblem("and not to this user, " + SOMEONE, store);
        }
    }

    @Test
    void theEntryOfAnotherUserIsMadeAgain() throws IOException {
        boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
        if (!isRoot) {
            System.out.println("skipped: an entry of another user, because only the superuser can give files away");
        }
        assumeTrue(isRoot, "not the superuser");
        assertMadeAgainAfter(path -> Files.setAttribute(path, "unix:uid", SOMEONE));
    }

    @Test
    void whatTheSuperuserHasWrittenServesEveryone() throws IOException {
        boolean isRoot = Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
        if (!isRoot) {
            System.out.println("skipped: a store that the superuser has filled, because this is not the superuser");
        }
        assumeTrue(isRoot, "not the superuser");
        assertTrue(openAsSomeone().find(KEY).isPresent());
    }

    @Test
    void theFolderMayBeALinkButAnEntryMayNot() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("store"));
        assertTrue(KernelStore.open(link, 1 << 20).find(KEY).isPresent());
        Path moved = Files.move(entry(), folder.resolve("moved"));
        Files.createSymbolicLink(entry(), moved);
        assertEquals(Optional.empty(), open().find(KEY));
        make(open());
        assertTrue(open().find(KEY).isPresent());
        assertTrue(Files.exists(moved.resolve("kernel.cubin")), "what a link points to is not removed");
    }
}
