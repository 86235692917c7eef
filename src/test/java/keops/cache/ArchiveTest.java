package keops.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import keops.error.CacheException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries in a file, and files that are none of these. */
class ArchiveTest {
    @TempDir
    private Path folder;

    private KernelStore source;
    private KernelStore target;
    private Path archive;

    @BeforeEach
    void exportTwo() {
        source = KernelStore.open(folder.resolve("source"), 1 << 20);
        for (String text : List.of("a", "b")) {
            source.findOrMake(Samples.key(text), Samples.description(text), () -> Samples.image(text));
        }
        target = KernelStore.open(folder.resolve("target"), 1 << 20);
        archive = folder.resolve("kernels.zip");
        source.inventory().exportTo(archive, keys());
    }

    private List<String> keys() {
        return source.inventory().entries().stream().map(Entry::key).toList();
    }

    private Path entry(String store) {
        return folder.resolve(store).resolve("v1").resolve(Samples.key("a").folderName());
    }

    /** The archive with its files changed. */
    private void rewrite(Map<String, byte[]> files) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                var zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                zip.putNextEntry(new ZipEntry(file.getKey()));
                zip.write(file.getValue());
                zip.closeEntry();
            }
        }
    }

    private Map<String, byte[]> files() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                files.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        return files;
    }

    private void assertRefused(String message) throws IOException {
        CacheException e = assertThrows(CacheException.class, () -> target.inventory().importFrom(archive));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertEquals(List.of(), target.inventory().entries(), "nothing is taken of a file that is refused");
        try (Stream<Path> all = Files.walk(folder)) {
            assertFalse(all.anyMatch(path -> path.getFileName().toString().startsWith("evil")),
                    "nothing is unpacked by name");
        }
    }

    @Test
    void whatWasExportedIsFoundWhereItIsImported() {
        Imported imported = target.inventory().importFrom(archive);
        assertEquals(keys(), imported.added());
        assertEquals(List.of(), imported.present());
        assertArrayEquals(Samples.image("a").bytes(), target.find(Samples.key("a")).orElseThrow().bytes());
        assertEquals(source.inventory().content(keys().getFirst()).facts(),
                target.inventory().content(keys().getFirst()).facts());

        Imported again = target.inventory().importFrom(archive);
        assertEquals(List.of(), again.added());
        assertEquals(keys(), again.present());
    }

    @Test
    void anEntryThatIsDamagedHereIsReplaced() throws IOException {
        target.inventory().importFrom(archive);
        Files.write(entry("target").resolve("kernel.cubin"), new byte[3]);
        assertEquals(List.of(Samples.key("a").hash()), target.inventory().importFrom(archive).added());
        assertTrue(target.find(Samples.key("a")).isPresent());
    }

    @Test
    void whatIsDamagedIsNotExported() throws IOException {
        byte[] before = Files.readAllBytes(archive);
        Files.write(entry("source").resolve("log.txt"), new byte[1]);
        for (String key : List.of(Samples.key("a").hash(), "0".repeat(64))) {
            assertThrows(CacheException.class, () -> source.inventory().exportTo(archive, List.of(key)));
        }
        assertArrayEquals(before, Files.readAllBytes(archive), "the file that was there stays");
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(List.of("kernels.zip", "source"),
                    all.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "../../evil", "/tmp/evil", "v1/../../evil", "v1\\..\\evil", "C:\\evil",
        "v1/evil/entry.txt", "v1/new/evil", "evil", "v1/", "v1/locks", "\u0000evil", "v1/%s/../../../evil",
        "v1/%s/evil.so", "V1/%s/entry.txt", "v1/%s/entry.txt/", "./v1/%s/entry.txt"})
    void namesThatAreNoneOfAnEntryAreRefused(String name) throws IOException {
        Map<String, byte[]> files = files();
        files.put(name.formatted(Samples.key("c").folderName()), "evil".getBytes(StandardCharsets.UTF_8));
        rewrite(files);
        assertRefused("it has a file that is none of a compiled kernel");
    }

    @Test
    void anArchiveOfAnotherFormatIsRefused() throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        files().forEach((name, bytes) -> files.put(name.replace("v1/", "v2/"), bytes));
        rewrite(files);
        assertRefused("another version of this library, with the format v2");
    }

    /** As Unix archives hold them: a file whose mode says link, and whose content is where it points. */
    @Test
    void aLinkIsAFileWithWrongContent() throws IOException {
        Map<String, byte[]> files = files();
        String image = files.keySet().stream().filter(name -> name.endsWith("kernel.cubin")).findFirst().orElseThrow();
        files.put(image, "/etc/group".getBytes(StandardCharsets.UTF_8));
        rewrite(files);
        byte[] bytes = Files.readAllBytes(archive);
        int linkMode = 0120777;
        // In the central directory the mode is the upper half of the external attributes, 38 bytes into a record.
        for (int at = 0; at < bytes.length - 46; at++) {
            boolean isRecord = bytes[at] == 'P' && bytes[at + 1] == 'K' && bytes[at + 2] == 1 && bytes[at + 3] == 2;
            if (isRecord && new String(bytes, at + 46, image.length(), StandardCharsets.UTF_8).equals(image)) {
                bytes[at + 5] = 3;
                bytes[at + 40] = (byte) linkMode;
                bytes[at + 41] = (byte) (linkMode >> 8);
            }
        }
        Files.write(archive, bytes);
        assertRefused("is not as it was written");
    }

    @Test
    void everyByteOfEveryFileIsLookedAt() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("ArchiveTest: seed " + seed);
        var random = new Random(seed);
        for (String name : files().keySet()) {
            exportTwo();
            Map<String, byte[]> files = files();
            byte[] bytes = files.get(name);
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            rewrite(files);
            assertRefused("is refused");
        }
    }

    @Test
    void entriesThatMissAFileOrLieUnderAnotherKeyAreRefused() throws IOException {
        for (String name : files().keySet()) {
            exportTwo();
            Map<String, byte[]> files = files();
            files.remove(name);
            rewrite(files);
            assertRefused("is missing");
        }
        exportTwo();
        var files = new LinkedHashMap<String, byte[]>();
        files().forEach((name, bytes) -> files.put(
                name.replace(Samples.key("a").folderName(), Samples.key("c").folderName()), bytes));
        rewrite(files);
        assertRefused("has the kernel of another key");
    }

    @Test
    void bombsAreRefusedBeforeTheyAreUnpacked() throws IOException {
        Map<String, byte[]> files = files();
        String image = files.keySet().stream().filter(name -> name.endsWith("kernel.cubin")).findFirst().orElseThrow();
        files.put(image, new byte[200 << 20]);
        rewrite(files);
        assertTrue(Files.size(archive) < 1 << 20, "it is small as long as it is packed");
        assertRefused("has more than");

        exportTwo();
        files = files();
        String text = files.keySet().stream().filter(name -> name.endsWith("entry.txt")).findFirst().orElseThrow();
        files.put(text, new byte[200 << 20]);
        rewrite(files);
        assertRefused("entry.txt has more than");
    }

    @Test
    void claimsOfMoreThanTheStoreHoldsAreRefused() throws IOException {
        for (String claim : List.of("2000000 bytes", "9223372036854775 bytes", "999999999999999999 bytes")) {
            exportTwo();
            var files = new LinkedHashMap<String, byte[]>();
            for (Map.Entry<String, byte[]> file : files().entrySet()) {
                boolean isText = file.getKey().endsWith("entry.txt");
                files.put(file.getKey(), isText ? claiming(file.getValue(), claim) : file.getValue());
            }
            rewrite(files);
            assertRefused("it has more than this store holds");
        }
        exportTwo();
        target.setMostBytes(30); // of 38 without the texts
        assertRefused("it has more than this store holds");
    }

    private static byte[] claiming(byte[] text, String claim) {
        String changed = new String(text, StandardCharsets.UTF_8)
                .replaceAll("kernel.cubin \\d+ bytes", "kernel.cubin " + claim);
        return Samples.signed(changed).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        var contents = new ArrayList<byte[]>(List.of(new byte[0], "no archive".getBytes(StandardCharsets.UTF_8)));
        byte[] whole = Files.readAllBytes(archive);
        contents.add(Arrays.copyOf(whole, whole.length / 2));
        for (byte[] content : contents) {
            Files.write(archive, content);
            assertRefused("is refused");
        }
        Files.delete(archive);
        assertRefused("cannot be taken over");
    }
}
