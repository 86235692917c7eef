package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import keops.ChildJvm;
import keops.cuda.emulator.Snapshots;
import keops.cuda.source.KernelSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one process has compiled another only loads. */
class StoredKernelsTest {
    private static final List<String> FLAGS =
            List.of("--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED");

    @TempDir
    private Path folder;

    private String run(boolean hasCompiler) throws IOException, InterruptedException {
        Process process = ChildJvm.builder(FLAGS, EmulatedProcess.class, folder.toString(), "" + hasCompiler).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        assertTrue(output.contains("sum 15.0"), output);
        return output;
    }

    @Test
    void theSecondProcessLoadsWhatTheFirstHasCompiledAndSoDoesOneWithoutCompiler() throws Exception {
        KernelSource source = FakeCompiler.source();
        boolean hasPtx = Snapshots.canCompile() || Snapshots.has(source.text(), source.options());
        if (!hasPtx) {
            System.out.println("skipped: processes that share kernels, because there is neither NVRTC nor a snapshot");
        }
        assumeTrue(hasPtx, "no PTX");
        String first = run(true);
        assertEquals(1, first.lines().filter("compiled"::equals).count(), first);
        assertTrue(first.contains("Statistics[hits=0, misses=1, dropped=0]"), first);
        for (boolean hasCompiler : new boolean[] {true, false}) {
            String later = run(hasCompiler);
            assertEquals(0, later.lines().filter("compiled"::equals).count(), later);
            assertTrue(later.contains("Statistics[hits=1, misses=0, dropped=0]"), later);
        }
    }
}
