package keops.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelStoreTest {
    private static final long MOST = 1 << 20;

    @TempDir
    private Path folder;

    @Test
    void whatIsMadeOnceIsFoundByAnotherStore() {
        KernelStore first = KernelStore.open(folder.resolve("store"), MOST);
        assertEquals(Optional.empty(), first.find(Samples.key("a")));
        CompiledImage made = first.findOrMake(Samples.key("a"), Samples.description("a"), () -> Samples.image("a"));
        assertEquals(new Statistics(0, 1, 0), first.statistics());

        KernelStore second = KernelStore.open(folder.resolve("store"), MOST);
        CompiledImage found = second.findOrMake(Samples.key("a"), Samples.description("a"), () -> {
            throw new AssertionError("it is compiled again");
        });
        assertArrayEquals(made.bytes(), found.bytes());
        assertEquals(made.log(), found.log());
        assertEquals(made.resources(), found.resources());
        assertEquals(new Statistics(1, 0, 0), second.statistics());
    }

    @Test
    void aStoreThatWorksIsHealthyAndIsLeftAsItWas() throws IOException {
        Health before = KernelStore.open(folder.resolve("store"), MOST).inventory().health();
        assertEquals(Optional.of(folder.resolve("store")), before.folder());
        assertTrue(before.isReadable() && before.isWritable() && before.freeBytes() > 0, before.toString());
        assertEquals(Optional.empty(), before.problem());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void entriesTellWhatTheyAre() {
        KernelStore store = KernelStore.open(folder, MOST);
        store.findOrMake(Samples.key("a"), Samples.description("a"), () -> Samples.image("a"));
        List<Entry> entries = store.inventory().entries();
        Entry.Kept kept = (Entry.Kept) entries.getFirst();
        assertEquals(1, entries.size());
        assertEquals(Samples.key("a").hash(), kept.key());
        assertEquals(Samples.description("a"), kept.facts().description());
        assertEquals("sm_90", kept.facts().target());
        assertEquals(store.inventory().bytes(), kept.bytes());
        assertEquals("a", store.inventory().content(kept.key()).source());
        assertEquals(entries, store.inventory().startingWith(kept.key().substring(0, 8)));
        assertTrue(store.inventory().delete(kept.key()));
        assertEquals(List.of(), store.inventory().entries());
    }
}
