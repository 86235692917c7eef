package keops.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.ChildJvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many processes at one store, and processes that are killed. */
class ProcessesTest {
    private static final int PROCESSES = 8;

    @TempDir
    private Path folder;

    private Path store() {
        return folder.resolve("store");
    }

    private static List<Path> leftovers(Path store) throws IOException {
        try (Stream<Path> files = Files.list(store.resolve("v1").resolve("new"))) {
            return files.toList();
        }
    }

    @Test
    void eightProcessesCompileEachOfTheSameTwentyKernelsOnce() throws Exception {
        Path lines = folder.resolve("lines");
        var processes = new ArrayList<Process>();
        for (int k = 0; k < PROCESSES; k++) {
            String[] arguments = {store().toString(), lines.toString(), "" + k};
            processes.add(ChildJvm.builder(List.of(), CompilingProcess.class, arguments)
                    .redirectOutput(folder.resolve("output" + k).toFile())
                    .start());
        }
        for (int k = 0; k < PROCESSES; k++) {
            assertEquals(0, processes.get(k).waitFor(), Files.readString(folder.resolve("output" + k)));
        }
        List<Integer> compiled = Files.readAllLines(lines).stream().map(Integer::valueOf).sorted().toList();
        assertEquals(IntStream.range(0, CompilingProcess.KERNELS).boxed().toList(), compiled);
        Inventory inventory = KernelStore.open(store(), 1 << 30).inventory();
        assertEquals(CompilingProcess.KERNELS, inventory.entries().size());
        for (Entry entry : inventory.entries()) {
            assertInstanceOf(Entry.Kept.class, inventory.verify(entry.key()).orElseThrow());
        }
        assertEquals(List.of(), leftovers(store()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"entry.txt", "kernel.cubin", "source.cu", "log.txt"})
    void aProcessThatIsKilledInTheMiddleOfAFileBlocksNobodyAndLeavesNothing(String file) throws Exception {
        Process process = ChildJvm.builder(List.of(), WritingProcess.class, store().toString(), file).start();
        try (BufferedReader output = process.inputReader()) {
            assertEquals("in the middle", output.readLine());
            assertEquals(1, leftovers(store()).size());
            KernelStore store = KernelStore.open(store(), 1 << 30);
            assertEquals(List.of(), store.inventory().entries());
            process.destroyForcibly().waitFor();

            var compilations = new AtomicInteger();
            store.findOrMake(CompilingProcess.key(0), Samples.description(""), () -> {
                compilations.incrementAndGet();
                return CompilingProcess.image(0);
            });
            assertEquals(1, compilations.get());
            assertEquals(new Statistics(0, 1, 0), store.statistics());
            assertArrayEquals(CompilingProcess.image(0).bytes(),
                    store.find(CompilingProcess.key(0)).orElseThrow().bytes());
            assertEquals(List.of(), leftovers(store()));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whenProcessesAreKilledAtAnyTimeAllThatIsThereIsWhole() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("ProcessesTest: seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 6; round++) {
            Process process = ChildJvm.builder(List.of(), WritingProcess.class, store().toString()).start();
            try (BufferedReader output = process.inputReader()) {
                assertNotNull(output.readLine());
                Thread.sleep(random.nextInt(100));
            } finally {
                process.destroyForcibly().waitFor();
            }
            Inventory inventory = KernelStore.open(store(), 1 << 30).inventory();
            for (Entry entry : inventory.entries()) {
                assertInstanceOf(Entry.Kept.class, inventory.verify(entry.key()).orElseThrow());
            }
        }
        KernelStore store = KernelStore.open(store(), 1 << 30);
        store.findOrMake(Samples.key("last"), Samples.description(""), () -> Samples.image("last"));
        assertEquals(List.of(), leftovers(store()));
    }
}
