package keops.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions of the compiler and of the store's format live side by side. */
class VersionsTest {
    private static final String ENTRY = "a".repeat(64) + "-" + "b".repeat(16);

    @TempDir
    private Path folder;

    private static CompiledImage image(String version) {
        return new CompiledImage(ImageKind.CUBIN, 90, version.getBytes(StandardCharsets.UTF_8), "", Map.of());
    }

    private static KernelKey key(String version) {
        return Samples.key("a", version, 90, ImageKind.CUBIN);
    }

    @Test
    void whatEachVersionOfTheCompilerMadeIsKept() {
        KernelStore store = KernelStore.open(folder, 1 << 20);
        List<String> versions = List.of("12.9", "13.0", "12.10");
        for (String version : versions) {
            store.findOrMake(key(version), Samples.description("a"), () -> image(version));
        }
        for (String version : versions) {
            assertArrayEquals(image(version).bytes(), store.find(key(version)).orElseThrow().bytes());
        }
        assertEquals(List.of("13.0", "12.10", "12.9"),
                store.ofSource("a", key("").options()).stream().map(EntryFacts::compiler).toList());
        assertEquals(List.of(), store.ofSource("b", key("").options()));
        assertEquals(List.of(), store.ofSource("a", List.of()));
    }

    @Test
    void foldersOfOthersAreNoVersionsWhateverTheirNames() throws IOException {
        Path thesis = Files.createDirectories(folder.resolve("v2/new/text"));
        Files.writeString(folder.resolve("v2/notes.txt"), "mine");
        Files.createDirectories(folder.resolve("v3/chapters"));
        Files.createDirectories(folder.resolve("v4/new"));
        Files.createDirectories(folder.resolve("v4/locks"));
        Files.createDirectories(folder.resolve("v5/" + ENTRY));
        Files.createDirectories(folder.resolve("v6/new"));
        Files.writeString(folder.resolve("v6/" + ENTRY), "a file");
        Inventory inventory = KernelStore.open(folder, 1 << 20).inventory();
        assertEquals(List.of(), inventory.otherVersions());
        inventory.deleteOtherVersion(folder.resolve("v2"));
        assertTrue(Files.exists(thesis) && Files.exists(folder.resolve("v2/notes.txt")));
    }

    @Test
    void theFolderOfAnotherFormatIsLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("v2").resolve("new"));
        Files.createFile(folder.resolve("v2").resolve("locks"));
        Path other = Files.createDirectories(folder.resolve("v2").resolve(ENTRY));
        Path entry = Files.writeString(other.resolve("entry"), "of another version");
        Files.createDirectory(folder.resolve("vacation"));
        KernelStore store = KernelStore.open(folder, 1 << 20);
        store.findOrMake(key("13.0"), Samples.description("a"), () -> image("13.0"));
        assertTrue(store.find(key("13.0")).isPresent());
        assertEquals(1, store.inventory().entries().size());
        assertEquals("of another version", Files.readString(entry));

        assertEquals(List.of(folder.resolve("v2")), store.inventory().otherVersions());
        store.inventory().deleteOtherVersion(folder.resolve("v1"));
        store.inventory().deleteOtherVersion(folder.resolve("vacation"));
        assertTrue(Files.exists(folder.resolve("vacation")) && store.find(key("13.0")).isPresent());
        store.inventory().deleteOtherVersion(folder.resolve("v2"));
        assertFalse(Files.exists(folder.resolve("v2")));
    }
}
