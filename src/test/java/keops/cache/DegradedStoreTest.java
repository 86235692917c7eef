package keops.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import keops.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store without a disk that serves: kernels are made all the same, and one line of the log says why they are not
 * kept.
 */
class DegradedStoreTest {
    private static final String LINE = "compiled kernels are kept in the memory of this process only";

    @TempDir
    private Path folder;

    private static String run(Path store, String... before) throws IOException, InterruptedException {
        ProcessBuilder builder = ChildJvm.builder(List.of(), DegradedProcess.class, store.toString());
        builder.command().addAll(0, List.of(before));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }

    private static void assertCompiledWithOneLine(String output) {
        assertTrue(output.contains("Statistics[hits=0, misses=5, dropped=0]"), output);
        assertEquals(1, output.lines().filter(line -> line.contains(LINE)).count(), output);
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static boolean isRoot(Path folder) throws IOException {
        return Files.getFileStore(folder).supportsFileAttributeView("posix")
                && Integer.valueOf(0).equals(Files.getAttribute(folder, "unix:uid"));
    }

    /** A disk that takes some bytes, and of what is too much the beginning. */
    private static Disk withRoomFor(long bytes) {
        var left = new AtomicLong(bytes);
        return (file, content) -> {
            int fits = Math.clamp(left.getAndAdd(-content.length), 0, content.length);
            Disk.LOCAL.write(file, Arrays.copyOf(content, fits));
            if (fits < content.length) {
                throw new IOException("No space left on device");
            }
        };
    }

    @Test
    void wheneverTheDiskIsFullNothingHalfWrittenStays() throws IOException {
        long whole = entryBytes();
        for (long room = 0; room < whole; room += 1 + whole / 40) {
            Path root = folder.resolve("full" + room);
            var place = new StoreFolder(root, Trust.ofThisUser(), withRoomFor(room));
            var store = new KernelStore(Optional.of(place), 1 << 20, InstantSource.system());
            CompiledImage made = store.findOrMake(Samples.key("a"), Samples.description("a"), () -> Samples.image("a"));
            assertArrayEquals(Samples.image("a").bytes(), made.bytes());
            assertEquals(Optional.of("java.io.IOException: No space left on device"), store.problem());
            assertEquals(List.of(), store.inventory().entries());
            try (Stream<Path> files = Files.walk(root).filter(Files::isRegularFile)) {
                assertEquals(List.of("locks"), files.map(path -> path.getFileName().toString()).toList());
            }
        }
    }

    private long entryBytes() {
        KernelStore store = KernelStore.open(folder.resolve("whole"), 1 << 20);
        store.findOrMake(Samples.key("a"), Samples.description("a"), () -> Samples.image("a"));
        return store.inventory().bytes();
    }

    @Test
    void onAFullDiskKernelsAreKeptInMemoryAndFoundWhenThereIsRoomAgain() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        boolean isMounted = isRoot(folder)
                && run(List.of("mount", "-t", "tmpfs", "-o", "size=400k,mode=0700", "tmpfs", small.toString())) == 0;
        if (!isMounted) {
            System.out.println("skipped: a small disk that is full, because only the superuser can mount one");
        }
        assumeTrue(isMounted, "no tmpfs");
        try {
            String output = run(small.resolve("store"));
            assertCompiledWithOneLine(output);
            assertTrue(output.contains("No space left on device"), output);
            String again = run(small.resolve("store"));
            assertTrue(again.contains("Statistics[hits=1, misses=4, dropped=0]"), again);
        } finally {
            assertEquals(0, run(List.of("umount", small.toString())));
        }
    }

    @Test
    void inAReadOnlyFolderKernelsAreFoundButNotKept() throws Exception {
        Path root = folder.resolve("read-only");
        KernelStore store = KernelStore.open(root, 1 << 20);
        store.findOrMake(CompilingProcess.key(0), Samples.description(""), () -> CompilingProcess.image(0));
        Path[] folders = {root, root.resolve("v1"), root.resolve("v1").resolve("new")};
        String output;
        if (isRoot(folder)) {
            // Permissions do not bind the superuser, but a mount that can only be read does.
            boolean isMounted = run(List.of("mount", "--bind", "-o", "ro", root.toString(), root.toString())) == 0;
            if (!isMounted) {
                System.out.println("skipped: a folder that can only be read, because this superuser may not mount one");
            }
            assumeTrue(isMounted, "no mount");
            try {
                assertFalse(store.inventory().health().isWritable());
                output = run(root);
            } finally {
                assertEquals(0, run(List.of("umount", root.toString())));
            }
        } else {
            for (Path path : folders) {
                assertTrue(path.toFile().setWritable(false));
            }
            assertFalse(store.inventory().health().isWritable());
            output = run(root);
            for (Path path : folders) {
                assertTrue(path.toFile().setWritable(true));
            }
        }
        assertTrue(output.contains("Statistics[hits=1, misses=4, dropped=0]"), output);
        assertEquals(1, output.lines().filter(line -> line.contains(LINE)).count(), output);
    }

    @Test
    void whereThereIsNoFolderKernelsAreMadeInMemory() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertCompiledWithOneLine(run(file));
        assertCompiledWithOneLine(run(file.resolve("below")));
        Health health = KernelStore.open(file.resolve("below"), 1).inventory().health();
        assertFalse(health.isWritable());
        assertTrue(health.problem().isPresent());
        var none = new KernelStore(Optional.empty(), 0, InstantSource.system());
        assertArrayEquals(Samples.image("a").bytes(),
                none.findOrMake(Samples.key("a"), Samples.description("a"), () -> Samples.image("a")).bytes());
        assertEquals(Optional.empty(), none.find(Samples.key("a")));
        assertEquals(List.of(), none.inventory().entries());
        assertEquals(Optional.empty(), none.inventory().health().folder());
    }

    @Test
    void anInterruptDoesNotDisturbTheStore() {
        KernelStore store = KernelStore.open(folder.resolve("interrupted"), 1 << 20);
        Thread.currentThread().interrupt();
        store.findOrMake(Samples.key("a"), Samples.description("a"), () -> Samples.image("a"));
        assertTrue(store.find(Samples.key("a")).isPresent());
        assertTrue(Thread.interrupted(), "the interrupt is still there");
        assertEquals(Optional.empty(), store.problem());
    }
}
