package keops.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    Path root;

    private static NativeLibrary library(WantedLibrary wanted, FakeHost host, LibraryOpener opener) {
        return new NativeLibrary(wanted, host.host(), () -> opener);
    }

    private static String causeOf(NativeLibrary library) {
        assertFalse(library.isAvailable());
        assertEquals(Optional.empty(), library.origin());
        assertEquals(Optional.empty(), library.lookup().find("cuInit"));
        String cause = library.unavailabilityCause().orElseThrow();
        assertEquals(cause, library.toString());
        return cause;
    }

    @Test
    void aMachineWithoutDriverSaysWhatWasTriedAndWhatToDo() {
        assertEquals(
                "The CUDA driver cannot be opened: the loader does not find libcuda.so.1. Install the NVIDIA driver, or"
                        + " name the file with the system property keops.cuda.library or the environment variable"
                        + " KEOPS_CUDA_LIBRARY.",
                causeOf(library(WantedLibrary.CUDA_DRIVER, FakeHost.linux(root), FakeOpener.with())));
    }

    @Test
    void aMachineShowsWhetherLookingForADriverIsWorthIt() throws Exception {
        FakeHost bare = FakeHost.linux(root.resolve("bare"));
        FakeHost equipped = FakeHost.linux(root.resolve("equipped"));
        equipped.file("dev/nvidiactl");
        FakeHost told = FakeHost.linux(root.resolve("told")).property("keops.cuda.library", "libcuda.so");
        LibraryOpener never = FakeOpener.with();
        assertFalse(library(WantedLibrary.CUDA_DRIVER, bare, never).isExpected());
        assertTrue(library(WantedLibrary.CUDA_DRIVER, equipped, never).isExpected());
        assertTrue(library(WantedLibrary.CUDA_DRIVER, told, never).isExpected());
        NativeLibrary refused = library(WantedLibrary.CUDA_DRIVER, equipped, never);
        assertFalse(refused.isAvailable());
        assertFalse(refused.isExpected());
    }

    @Test
    void aFileThatIsThereAndDoesNotOpenIsToldInTheWordsOfTheLoader() throws Exception {
        FakeHost host = FakeHost.linux(root);
        Path file = host.file("usr/local/cuda/lib64/libnvrtc.so.13");
        assertEquals(
                "NVRTC cannot be opened: the loader does not find libnvrtc.so.13, libnvrtc.so.12, libnvrtc.so.11.2; "
                        + file + ": file too short. Install the CUDA toolkit (NVRTC alone: pip install"
                        + " nvidia-cuda-nvrtc), or name the file with the system property keops.nvrtc.library or the"
                        + " environment variable KEOPS_NVRTC_LIBRARY.",
                causeOf(library(WantedLibrary.NVRTC, host, FakeOpener.with())));
    }

    @Test
    void aSettingIsTheOnlyThingTriedAndTheCauseSaysSo() {
        Path missing = root.resolve("missing.so");
        FakeHost host = FakeHost.linux(root).property("keops.cuda.library", missing);
        FakeOpener opener = FakeOpener.with("libcuda.so.1");
        assertEquals(
                "The CUDA driver cannot be opened: " + missing + ": file too short. This is what the system property"
                        + " keops.cuda.library names, and nothing else is tried while it is set.",
                causeOf(library(WantedLibrary.CUDA_DRIVER, host, opener)));
        assertEquals(List.of(missing.toString()), opener.asked());
    }

    @Test
    void aNameAsSettingIsToldInFullToo() {
        FakeHost host = FakeHost.linux(root).variable("KEOPS_CUDA_LIBRARY", "libother.so");
        assertEquals(
                "The CUDA driver cannot be opened: libother.so: cannot open shared object file: No such file or"
                        + " directory. This is what the environment variable KEOPS_CUDA_LIBRARY names, and nothing"
                        + " else is tried while it is set.",
                causeOf(library(WantedLibrary.CUDA_DRIVER, host, FakeOpener.with())));
    }

    @Test
    void anotherSystemIsToldThatThereIsNone() {
        FakeHost host = new FakeHost(root, Host.Platform.OTHER);
        assertEquals(
                "NVRTC cannot be opened: NVIDIA has none for this operating system.",
                causeOf(library(WantedLibrary.NVRTC, host, FakeOpener.with())));
    }

    @Test
    void aJvmThatDeniesNativeAccessIsTheCause() {
        NativeLibrary library = new NativeLibrary(WantedLibrary.NVRTC, FakeHost.linux(root).host(), () -> {
            throw new IllegalCallerException("Illegal native access from module keops.bindings");
        });
        String cause = causeOf(library);
        assertTrue(cause.contains("Illegal native access from module keops.bindings"), cause);
        assertTrue(cause.contains("--enable-native-access=keops.bindings"), cause);
    }

    @Test
    void theBuiltinsAreOpenedBeforeNvrtc() throws Exception {
        FakeHost host = FakeHost.linux(root).variable("VIRTUAL_ENV", root.resolve("venv"));
        String wheel = "venv/lib/python3.12/site-packages/nvidia/cu13/lib/";
        Path nvrtc = host.file(wheel + "libnvrtc.so.13");
        Path builtins = host.file(wheel + "libnvrtc-builtins.so.13.0");
        FakeOpener opener = FakeOpener.with(nvrtc, builtins);
        NativeLibrary library = library(WantedLibrary.NVRTC, host, opener);
        assertEquals(Optional.of(nvrtc.toString()), library.origin());
        assertEquals(List.of(builtins.toString(), nvrtc.toString()), opener.asked());
    }

    @Test
    void anNvrtcWithoutItsBuiltinsIsPassedOver() throws Exception {
        FakeHost host = FakeHost.linux(root).variable("CONDA_PREFIX", root.resolve("conda"));
        Path nvrtc = host.file("conda/lib/libnvrtc.so.13");
        host.file("conda/lib/libnvrtc-builtins.so.13.0");
        NativeLibrary library = library(WantedLibrary.NVRTC, host, FakeOpener.with(nvrtc, "libnvrtc.so.12"));
        assertEquals(Optional.of("libnvrtc.so.12"), library.origin());
    }

    @Test
    void anotherLibraryOfThatNameIsPassedOver() {
        FakeHost host = FakeHost.linux(root);
        LibraryOpener withoutSymbols = _ -> _ -> Optional.empty();
        assertTrue(causeOf(library(WantedLibrary.CUDA_DRIVER, host, withoutSymbols))
                .contains("libcuda.so.1: it has no symbol cuInit"));
    }

    @Test
    void nothingIsOpenedBeforeASymbolIsAskedFor() {
        FakeOpener opener = FakeOpener.with("libcuda.so.1");
        NativeLibrary library = library(WantedLibrary.CUDA_DRIVER, FakeHost.linux(root), opener);
        var lookup = library.lookup();
        assertEquals("The CUDA driver, not looked for yet", library.toString());
        assertEquals(List.of(), opener.asked());
        assertEquals(Optional.of(FakeOpener.SYMBOL), lookup.find("cuInit"));
        assertEquals(Optional.empty(), library.unavailabilityCause());
        assertEquals("The CUDA driver, opened from libcuda.so.1", library.toString());
        assertEquals(List.of("libcuda.so.1"), opener.asked());
    }

    @Test
    void sixteenThreadsOpenOnce() throws Exception {
        AtomicInteger openers = new AtomicInteger();
        FakeOpener opener = FakeOpener.with("libcuda.so.1");
        NativeLibrary library = new NativeLibrary(WantedLibrary.CUDA_DRIVER, FakeHost.linux(root).host(), () -> {
            openers.incrementAndGet();
            return opener;
        });
        int threads = 16;
        CountDownLatch start = new CountDownLatch(threads);
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                answers.add(executor.submit(() -> {
                    start.countDown();
                    start.await();
                    return library.lookup().find("cuInit").isPresent();
                }));
            }
            for (Future<Boolean> answer : answers) {
                assertTrue(answer.get());
            }
        }
        assertEquals(1, openers.get());
        assertEquals(List.of("libcuda.so.1"), opener.asked());
    }
}
