package keops.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the files of an entry, a kernel that is not what was compiled is never used. */
class DamageTest {
    private static final KernelKey A = Samples.key("a");
    private static final KernelKey B = Samples.key("b");

    @TempDir
    private Path folder;

    private KernelStore store;
    private Path entryA;
    private Path entryB;

    @BeforeEach
    void keepTwo() {
        store = open();
        make(A, "a");
        make(B, "b");
        entryA = folder.resolve("v1").resolve(A.folderName());
        entryB = folder.resolve("v1").resolve(B.folderName());
    }

    private KernelStore open() {
        return KernelStore.open(folder, 1 << 20);
    }

    private void make(KernelKey key, String text) {
        store.findOrMake(key, Samples.description(text), () -> Samples.image(text));
    }

    /** What may happen to a file. */
    private interface Mishap {
        void to(Path file, Path sameOfOther) throws IOException;
    }

    private static Map<String, Mishap> mishaps() {
        var mishaps = new LinkedHashMap<String, Mishap>();
        mishaps.put("emptied", (file, _) -> Files.write(file, new byte[0]));
        mishaps.put("cut in half", (file, _) -> resize(file, Files.size(file) / 2));
        mishaps.put("cut by a byte", (file, _) -> resize(file, Files.size(file) - 1));
        mishaps.put("longer by a byte", (file, _) -> resize(file, Files.size(file) + 1));
        mishaps.put("flipped in a bit", (file, _) -> flip(file, (int) Files.size(file) * 4));
        mishaps.put("swapped with that of another entry", (file, other) -> swap(file, other));
        mishaps.put("deleted", (file, _) -> Files.delete(file));
        mishaps.put("replaced by a folder", (file, _) -> {
            Files.delete(file);
            Files.createDirectory(file);
            Files.createFile(file.resolve("something"));
        });
        mishaps.put("replaced by a link to the same bytes", (file, _) -> {
            Path moved = Files.move(file, file.resolveSibling("moved"));
            Files.createSymbolicLink(file, moved);
        });
        return mishaps;
    }

    private static void resize(Path file, long bytes) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), Math.toIntExact(bytes)));
    }

    private static void flip(Path file, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(file, bytes);
    }

    private static void swap(Path one, Path other) throws IOException {
        Path aside = one.resolveSibling("aside");
        Files.move(one, aside);
        Files.move(other, one);
        Files.move(aside, other);
    }

    @TestFactory
    Stream<DynamicTest> aFileThatIsNotAsItWasWrittenMakesTheKernelNew() {
        return Stream.of(EntryText.FILE_NAME, "kernel.cubin", EntryFolder.SOURCE_NAME, EntryFolder.LOG_NAME)
                .flatMap(name -> mishaps().entrySet().stream().map(mishap -> DynamicTest.dynamicTest(
                        name + " is " + mishap.getKey(), () -> {
                            mishap.getValue().to(entryA.resolve(name), entryB.resolve(name));
                            assertMadeAgain(A, "a");
                            store = open();
                            store.inventory().delete(B.hash());
                            make(B, "b");
                        })));
    }

    private void assertMadeAgain(KernelKey key, String text) {
        store = open();
        assertEquals(Optional.empty(), store.find(key));
        assertInstanceOf(Entry.Damaged.class, store.inventory().verify(key.hash()).orElseThrow());
        var compilations = new AtomicInteger();
        CompiledImage image = store.findOrMake(key, Samples.description(text), () -> {
            compilations.incrementAndGet();
            return Samples.image(text);
        });
        assertArrayEquals(Samples.image(text).bytes(), image.bytes());
        assertEquals(1, compilations.get());
        assertEquals(new Statistics(0, 1, 1), store.statistics());
        assertArrayEquals(Samples.image(text).bytes(), open().find(key).orElseThrow().bytes());
        assertInstanceOf(Entry.Kept.class, store.inventory().verify(key.hash()).orElseThrow());
    }

    @Test
    void wholeEntriesThatWereSwappedAreBothMadeAgain() throws IOException {
        swap(entryA, entryB);
        assertMadeAgain(A, "a");
        assertMadeAgain(B, "b");
    }

    @Test
    void anEmptyFolderInThePlaceOfAnEntryMakesTheKernelNew() throws IOException {
        new EntryFolder(entryA).delete();
        Files.createDirectory(entryA);
        assertMadeAgain(A, "a");
    }

    @Test
    void anEntryOfAnotherFormatInThePlaceOfOursMakesTheKernelNew() throws IOException {
        Path text = entryA.resolve(EntryText.FILE_NAME);
        Files.writeString(text, Samples.signed(Files.readString(text).replace("format: 1", "format: 2")));
        assertMadeAgain(A, "a");
    }

    @Test
    void noBitOfAnyFileCanFlipUnseen() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("DamageTest: seed " + seed);
        var random = new Random(seed);
        for (String name :
                List.of(EntryText.FILE_NAME, "kernel.cubin", EntryFolder.SOURCE_NAME, EntryFolder.LOG_NAME)) {
            Path file = entryA.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at++) {
                int bit = 8 * at + random.nextInt(8);
                flip(file, bit);
                assertEquals(Optional.empty(), store.find(A), name + ", bit " + bit);
                flip(file, bit);
            }
            assertArrayEquals(whole, Files.readAllBytes(file));
        }
        assertArrayEquals(Samples.image("a").bytes(), store.find(A).orElseThrow().bytes());
    }

    @Test
    void aFileThatDoesNotBelongToAnEntryDoesNoHarm() throws IOException {
        Files.writeString(entryA.resolve("note.txt"), "mine");
        Files.copy(entryA.resolve(EntryFolder.LOG_NAME), folder.resolve("v1").resolve("stray"));
        store = open();
        assertArrayEquals(Samples.image("a").bytes(), store.find(A).orElseThrow().bytes());
        assertEquals(2, store.inventory().entries().size());
    }
}
