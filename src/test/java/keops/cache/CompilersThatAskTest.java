package keops.cache;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compilers that ask the store in turn: what can be is, and what would wait for itself is an error at once. */
class CompilersThatAskTest {
    @TempDir
    private Path folder;

    private KernelStore store;

    @BeforeEach
    void open() {
        store = KernelStore.open(folder, 1 << 20);
    }

    private static CompiledImage ask(KernelStore store, String kernel, Runnable before) {
        return store.findOrMake(Samples.key(kernel), Samples.description(kernel), () -> {
            before.run();
            return Samples.image(kernel);
        });
    }

    private static void ask(KernelStore store, String kernel) {
        assertArrayEquals(Samples.image(kernel).bytes(), ask(store, kernel, () -> {}).bytes());
    }

    private static void assertRefused(String kernel, Runnable work) throws Exception {
        var refusal = assertThrows(IllegalStateException.class, () -> SpecialFile.unlessItHangs(() -> {
            work.run();
            return null;
        }));
        assertEquals("the kernel " + Samples.key(kernel).hash() + " is being compiled by a thread that waits for this"
                + " call: a compiler cannot request its own kernel from the store, nor one whose compiler requests its"
                + " own", refusal.getMessage());
    }

    @Test
    void aCompilerMayAskForOtherKernels() {
        ask(store, "a", () -> ask(store, "b", () -> ask(store, "c")));
        assertEquals(3, store.inventory().entries().size());
    }

    @Test
    void aCompilerThatAsksForItsOwnKernelIsToldSo() throws Exception {
        assertRefused("a", () -> ask(store, "a", () -> ask(store, "a")));
        assertRefused("a", () -> ask(store, "a", () -> ask(store, "b", () -> ask(store, "a"))));
        ask(store, "a");
        assertEquals(1, store.inventory().entries().size(), "the store serves as before");
    }

    @Test
    void soItIsThroughAnotherStoreOfTheSameFolder() throws Exception {
        KernelStore other = KernelStore.open(folder.resolve("x").resolve(".."), 1 << 20);
        assertRefused("a", () -> ask(store, "a", () -> ask(other, "a")));
    }

    @Test
    void aCompilerThatTakesItsOwnKernelFromAnArchiveIsToldSo() throws Exception {
        Path archive = archiveOfA();
        assertRefused("a", () -> ask(store, "a", () -> store.inventory().importFrom(archive)));
    }

    private Path archiveOfA() {
        KernelStore elsewhere = KernelStore.open(folder.resolve("elsewhere"), 1 << 20);
        ask(elsewhere, "a");
        Path archive = folder.resolve("archive.zip");
        elsewhere.inventory().exportTo(archive, List.of(Samples.key("a").hash()));
        return archive;
    }

    @Test
    void ofThreadsWhoseCompilersWaitForOneAnotherOneIsToldSoAndTheOthersGoOn() throws Exception {
        KernelStore elsewhere = KernelStore.open(folder.resolve("elsewhere"), 1 << 20);
        for (KernelStore last : List.of(store, elsewhere)) {
            var kernels = List.of("a" + last.folder(), "b" + last.folder(), "c" + last.folder());
            var all = new CyclicBarrier(kernels.size());
            var threads = new ArrayList<FutureTask<CompiledImage>>();
            for (int k = 0; k < kernels.size(); k++) {
                int next = (k + 1) % kernels.size();
                KernelStore mine = k == 0 ? last : store;
                KernelStore asked = next == 0 ? last : store;
                String kernel = kernels.get(k);
                Callable<CompiledImage> work = () -> ask(mine, kernel, () -> {
                    await(all);
                    ask(asked, kernels.get(next));
                });
                var task = new FutureTask<>(work);
                threads.add(task);
                Thread.ofPlatform().daemon().start(task);
            }
            int refused = 0;
            for (var thread : threads) {
                try {
                    SpecialFile.unlessItHangs(thread::get);
                } catch (ExecutionException e) {
                    assertEquals(IllegalStateException.class, e.getCause().getClass(), e.toString());
                    refused++;
                }
            }
            assertEquals(1, refused);
            kernels.forEach(kernel -> ask(last, kernel));
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
