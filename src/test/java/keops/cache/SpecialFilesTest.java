package keops.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import keops.error.CacheException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Pipes, sockets, devices and links in the places of a store's files neither hang nor harm those who ask it. */
class SpecialFilesTest {
    private static final KernelKey A = Samples.key("a");
    private static final KernelKey B = Samples.key("b");
    private static final long MOST = 1 << 20;

    @TempDir
    private Path temp;

    @BeforeEach
    void requirePipes() {
        assumeTrue(SpecialFile.areThere(), "skipped: this machine has no mkfifo");
    }

    private static String make(KernelStore store, KernelKey key) {
        CompiledImage image =
                store.findOrMake(key, Samples.description(key.source()), () -> Samples.image(key.source()));
        assertArrayEquals(Samples.image(key.source()).bytes(), image.bytes());
        return store.problem().orElse("");
    }

    private Path storeWithA() throws IOException {
        Path root = Files.createTempDirectory(temp, "store");
        assertEquals("", make(KernelStore.open(root, MOST), A));
        return root;
    }

    private void replace(Path path, SpecialFile kind) throws IOException, InterruptedException {
        Files.move(path, Files.createTempDirectory(temp, "old").resolve("old"));
        kind.make(path, temp);
    }

    /** A link that leads nowhere is like a folder that is not there, and nothing can be made in its place. */
    private static Set<SpecialFile> inPlaceOfAFolder() {
        return EnumSet.complementOf(EnumSet.of(SpecialFile.LINK_TO_NOTHING));
    }

    @TestFactory
    Stream<DynamicTest> inThePlaceOfAFolderOfTheStoreItIsRefusedAndKernelsAreMadeInMemory() {
        return Stream.of("", "v1", "v1/new").flatMap(name -> inPlaceOfAFolder().stream().map(kind ->
                DynamicTest.dynamicTest(kind + " for '" + name + "'", () -> {
                    Path root = storeWithA();
                    replace(root.resolve(name), kind);
                    assertRefused(root, " is no folder: remove it, or choose another folder");
                })));
    }

    @TestFactory
    Stream<DynamicTest> inThePlaceOfTheLockFileItIsRefusedAndKernelsAreMadeInMemory() {
        return EnumSet.allOf(SpecialFile.class).stream().map(kind -> DynamicTest.dynamicTest(kind.toString(), () -> {
            Path root = storeWithA();
            replace(root.resolve("v1/locks"), kind);
            assertRefused(root, "/locks is no file: remove it");
        }));
    }

    @Test
    void aFolderInThePlaceOfTheLockFileIsRefused() throws Exception {
        Path root = storeWithA();
        Files.delete(root.resolve("v1/locks"));
        Files.createDirectory(root.resolve("v1/locks"));
        assertRefused(root, "/locks is no file: remove it");
    }

    private static void assertRefused(Path root, String why) throws Exception {
        KernelStore store = KernelStore.open(root, MOST);
        assertEquals(List.of(), SpecialFile.unlessItHangs(() -> store.ofSource("a", A.options())));
        assertTrue(SpecialFile.unlessItHangs(() -> store.find(A)).isEmpty());
        String problem = SpecialFile.unlessItHangs(() -> make(store, B));
        assertTrue(problem.contains(why), problem);
        Inventory inventory = store.inventory();
        for (Callable<?> work : List.<Callable<?>>of(
                inventory::entries, inventory::bytes, () -> inventory.delete(A.hash()), inventory::otherVersions)) {
            var refusal = assertThrows(CacheException.class, () -> SpecialFile.unlessItHangs(work));
            assertTrue(refusal.getMessage().contains(why), refusal.getMessage());
        }
        Health health = SpecialFile.unlessItHangs(inventory::health);
        assertFalse(health.isReadable() || health.isWritable());
        assertTrue(health.problem().orElseThrow().contains(why), health.toString());
    }

    @TestFactory
    Stream<DynamicTest> inThePlaceOfAnEntryOrItsFilesItIsMadeAgain() {
        return Stream.of("", EntryText.FILE_NAME, "kernel.cubin", EntryFolder.SOURCE_NAME, EntryFolder.LOG_NAME)
                .flatMap(name -> EnumSet.allOf(SpecialFile.class).stream().map(kind ->
                        DynamicTest.dynamicTest(kind + " for '" + name + "'", () -> {
                            Path root = storeWithA();
                            replace(root.resolve("v1").resolve(A.folderName()).resolve(name), kind);
                            assertMadeAgain(root);
                        })));
    }

    private static void assertMadeAgain(Path root) throws Exception {
        KernelStore store = KernelStore.open(root, MOST);
        Inventory inventory = store.inventory();
        assertEquals(List.of(), SpecialFile.unlessItHangs(() -> store.ofSource("a", A.options())));
        assertTrue(SpecialFile.unlessItHangs(() -> store.find(A)).isEmpty());
        assertInstanceOf(Entry.Damaged.class, SpecialFile.unlessItHangs(inventory::entries).getFirst());
        assertInstanceOf(Entry.Damaged.class,
                SpecialFile.unlessItHangs(() -> inventory.verify(A.hash())).orElseThrow());
        assertEquals("", SpecialFile.unlessItHangs(() -> make(store, A)));
        assertTrue(store.find(A).isPresent());
        assertInstanceOf(Entry.Kept.class, inventory.entries().getFirst());
    }

    @Test
    void anEmptyLogIsNotTakenForAPipe() throws Exception {
        Path root = Files.createTempDirectory(temp, "store");
        KernelStore store = KernelStore.open(root, MOST);
        CompiledImage image = Samples.image("a");
        var silent = new CompiledImage(ImageKind.CUBIN, 90, image.bytes(), "", image.resources());
        store.findOrMake(A, Samples.description("a"), () -> silent);
        assertInstanceOf(Entry.Kept.class, store.inventory().entries().getFirst());
        replace(root.resolve("v1").resolve(A.folderName()).resolve(EntryFolder.LOG_NAME), SpecialFile.PIPE);
        assertInstanceOf(Entry.Damaged.class, store.inventory().entries().getFirst());
    }

    @Test
    void timesOfUseAreNotedOnFilesAlone() throws Exception {
        FileTime later = FileTime.from(Instant.now().plus(365, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS));
        Path root = storeWithA();
        Path text = root.resolve("v1").resolve(A.folderName()).resolve(EntryText.FILE_NAME);
        replace(text, SpecialFile.PIPE);
        assertEquals(0, SpecialFile.run("touch", "-d", later.toString(), text.toString()));
        KernelStore small = KernelStore.open(root, 3000);
        assertEquals("", SpecialFile.unlessItHangs(() -> make(small, B)));

        Path other = Files.createFile(temp.resolve("a file of the user"));
        Files.setLastModifiedTime(other, later);
        Files.delete(text);
        Files.createSymbolicLink(text, other);
        assertEquals(0, SpecialFile.run("touch", "-h", "-d", later.toString(), text.toString()));
        assertEquals("", SpecialFile.unlessItHangs(() -> make(KernelStore.open(root, 1L << 20), Samples.key("c"))));
        SpecialFile.unlessItHangs(() -> make(KernelStore.open(root, 1), Samples.key("d")));
        assertEquals(later, Files.getLastModifiedTime(other));
    }

    @Test
    void anArchiveIsReadFromAFileAndWrittenToAFileAlone() throws Exception {
        Inventory inventory = KernelStore.open(storeWithA(), MOST).inventory();
        Path pipe = temp.resolve("pipe");
        SpecialFile.PIPE.make(pipe, temp);
        for (Callable<?> work : List.<Callable<?>>of(() -> inventory.importFrom(pipe), () -> {
            inventory.exportTo(pipe, List.of(A.hash()));
            return null;
        })) {
            assertEquals(pipe + " is a folder, a pipe or a device: an archive is a file",
                    assertThrows(CacheException.class, () -> SpecialFile.unlessItHangs(work)).getMessage());
        }
        assertTrue(Files.exists(pipe) && !Files.isRegularFile(pipe));
    }
}
