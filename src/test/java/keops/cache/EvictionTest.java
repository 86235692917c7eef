package keops.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size of a store, and clocks that are wrong. */
class EvictionTest {
    /** Long before any file of this test is made. */
    private static final Instant NOON = Instant.parse("2001-06-01T12:00:00Z");

    @TempDir
    private Path folder;

    private Instant now = NOON;
    private long entry;
    private KernelStore store;

    @BeforeEach
    void open() {
        store = open(1 << 20);
        make("a");
        entry = store.inventory().bytes();
    }

    private KernelStore open(long most) {
        InstantSource clock = () -> now;
        return new KernelStore(Optional.of(new StoreFolder(folder, Trust.ofThisUser(), Disk.LOCAL)), most, clock);
    }

    private void make(String text) {
        store.findOrMake(Samples.key(text), Samples.description(text), () -> Samples.image(text));
        // The file system stamps with its own clock.
        use(text);
    }

    private void use(String text) {
        store.find(Samples.key(text));
    }

    private void assertThere(String... texts) {
        List<String> keys = Stream.of(texts).map(text -> Samples.key(text).hash()).sorted().toList();
        assertEquals(keys, store.inventory().entries().stream().map(Entry::key).sorted().toList());
    }

    private void later(Duration duration) {
        now = now.plus(duration);
    }

    @Test
    void whatWasNotUsedForTheLongestTimeGoes() {
        store.setMostBytes(3 * entry + entry / 2);
        later(Duration.ofDays(1));
        make("b");
        later(Duration.ofDays(1));
        make("c");
        later(Duration.ofDays(1));
        use("a");
        later(Duration.ofDays(1));
        make("d");
        assertThere("a", "c", "d");
        assertTrue(store.inventory().bytes() <= store.mostBytes());
    }

    @Test
    void aKernelThatIsLargerThanTheStoreIsNotKept() {
        store.setMostBytes(entry - 1);
        make("b");
        assertThere("a");
        assertEquals(Optional.empty(), store.problem());
    }

    @Test
    void usesAreNotedByTheHour() {
        Instant noted = store.inventory().entries().getFirst().lastUse();
        assertEquals(NOON, noted);
        later(Duration.ofMinutes(59));
        use("a");
        assertEquals(noted, store.inventory().entries().getFirst().lastUse());
        later(Duration.ofMinutes(1));
        use("a");
        assertEquals(now, store.inventory().entries().getFirst().lastUse());
    }

    @Test
    void aClockThatGoesBackwardsDoesNoHarm() {
        store.setMostBytes(2 * entry + entry / 2);
        later(Duration.ofDays(1000));
        make("future");
        now = NOON.plus(Duration.ofHours(2));
        make("b");
        assertEquals(2, store.inventory().entries().size(), "what was not used for the longest time has gone");
        assertTrue(store.find(Samples.key("future")).isPresent());
        assertEquals(now, store.inventory().startingWith(Samples.key("future").hash()).getFirst().lastUse());
        later(Duration.ofDays(1));
        use("b");
        later(Duration.ofDays(1));
        make("c");
        assertThere("b", "c");
    }

    @Test
    void whatTheFutureHasLeftAgesLikeTheRest() {
        store.setMostBytes(2 * entry + entry / 2);
        later(Duration.ofDays(1000));
        make("future");
        now = NOON.plus(Duration.ofHours(2));
        make("b");
        later(Duration.ofDays(1));
        use("b");
        make("c");
        assertThere("b", "c");
    }

    @Test
    void whatOthersHaveAddedIsCountedInTheEnd() {
        store.setMostBytes(40 * entry);
        KernelStore other = open(Long.MAX_VALUE);
        for (int k = 0; k < 40; k++) {
            int number = k;
            other.findOrMake(Samples.key("other" + k), Samples.description(""), () -> Samples.image("other" + number));
        }
        for (int k = 0; k < 40; k++) {
            make("own" + k);
        }
        assertTrue(store.inventory().bytes() <= 41 * entry, store.inventory().bytes() / entry + " entries");
    }
}
