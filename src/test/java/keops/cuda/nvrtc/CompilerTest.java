package keops.cuda.nvrtc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import keops.cache.CompiledImage;
import keops.cache.ImageKind;
import keops.cache.Resources;
import keops.error.BackendException;
import keops.error.CompileException;
import org.junit.jupiter.api.Test;

/** NVRTC, and what is read from its log. */
class CompilerTest {
    private static final String SOURCE = "extern \"C\" __global__ void twice(float* a) { a[threadIdx.x] *= 2; }";

    private static void needsNvrtc() {
        Optional<String> cause = InstalledNvrtc.unavailabilityCause();
        cause.ifPresent(why -> System.out.println("skipped: nothing is compiled, because: " + why));
        assumeTrue(cause.isEmpty(), "no NVRTC");
    }

    @Test
    void withoutNvrtcTheCauseIsTheMessage() {
        InstalledNvrtc.unavailabilityCause().ifPresent(cause -> assertEquals(cause,
                assertThrows(BackendException.class, () -> Compiler.compile(SOURCE, List.of(), 90)).getMessage()));
    }

    @Test
    void aKnownArchitectureGetsMachineCode() {
        needsNvrtc();
        int newest = InstalledNvrtc.architectures().getLast();
        CompiledImage kernel = Compiler.compile(SOURCE, List.of(), newest);
        assertEquals(ImageKind.CUBIN, kernel.kind());
        assertEquals("sm_" + newest, kernel.target());
        assertTrue(kernel.resources().get("twice").registers() > 0, kernel.log());
    }

    @Test
    void anUnknownArchitectureGetsPtxForTheNewestBelow() {
        needsNvrtc();
        CompiledImage kernel = Compiler.compile(SOURCE, List.of(), 999);
        assertEquals(ImageKind.PTX, kernel.kind());
        assertEquals("compute_" + InstalledNvrtc.architectures().getLast(), kernel.target());
        String text = new String(kernel.bytes(), StandardCharsets.US_ASCII);
        assertTrue(text.contains(".entry twice") && text.endsWith("\0"), text);
    }

    @Test
    void anArchitectureThatIsTooOldIsRefused() {
        needsNvrtc();
        var e = assertThrows(BackendException.class, () -> Compiler.compile(SOURCE, List.of(), 30));
        assertTrue(e.getMessage().contains("but the device has 3.0"), e.getMessage());
    }

    @Test
    void aMistakeIsToldWithSourceLogAndTarget() {
        needsNvrtc();
        Target target = new Target(90, ImageKind.PTX);
        var e = assertThrows(CompileException.class,
                () -> Compiler.compile("void f() { nothing; }", List.of(), target));
        assertEquals("void f() { nothing; }", e.source());
        assertEquals("compute_90", e.target());
        assertTrue(e.log().contains("nothing") && e.getMessage().contains("NVRTC_ERROR_COMPILATION (6)"),
                e.getMessage());
    }

    @Test
    void manyThreadsCompileAtOnce() throws Exception {
        needsNvrtc();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            var tasks = IntStream.range(0, 8)
                    .<Callable<CompiledImage>>mapToObj(k -> () -> Compiler.compile(
                            SOURCE.replace("twice", "twice" + k), List.of(), new Target(90, ImageKind.PTX)))
                    .toList();
            int k = 0;
            for (var result : threads.invokeAll(tasks)) {
                String text = new String(result.get().bytes(), StandardCharsets.US_ASCII);
                assertTrue(text.contains(".entry twice" + k++), text);
            }
        }
    }

    @Test
    void resourcesAreReadFromTheLog() {
        String log = """
                ptxas info    : 0 bytes gmem
                ptxas info    : Compiling entry function 'merge' for 'sm_90'
                ptxas info    : Function properties for merge
                    0 bytes stack frame, 0 bytes spill stores, 0 bytes spill loads
                ptxas info    : Used 32 registers, used 0 barriers, 600 bytes cmem[0]
                ptxas info    : Compiling entry function 'reduce' for 'sm_90'
                ptxas info    : Function properties for reduce
                    336 bytes stack frame, 16 bytes spill stores, 44 bytes spill loads
                ptxas info    : Used 48 registers, used 1 barriers, 4096 bytes smem, 624 bytes cmem[0]
                """;
        assertEquals(
                Map.of("merge", new Resources(32, 0, 0, 0, 0), "reduce", new Resources(48, 16, 44, 336, 4096)),
                ResourceLog.read(log));
    }
}
