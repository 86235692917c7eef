package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keops.console.ExitCode;
import keops.console.Terminals;
import keops.cuda.CudaCompiler;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kernels that are really compiled, without a GPU. */
class PrecompileTest {
    private static final String[] GAUSSIAN = {
        "--formula", "Exp(-g * SqDist(x,y)) * b", "--over", "j", "--alias", "g = Pm(1)", "--alias", "x = Vi(3)",
        "--alias", "y = Vj(3)", "--alias", "b = Vj(1)"
    };

    @TempDir
    private Path folder;

    @BeforeAll
    static void needsNvrtc() {
        Optional<String> cause = CudaCompiler.unavailabilityCause();
        cause.ifPresent(why -> System.out.println("skipped: keops-cache precompile is not tried, because: " + why));
        assumeTrue(cause.isEmpty(), "no NVRTC");
    }

    private Object[] words(String[] first, String... more) {
        return Stream.of(Stream.of("precompile", "--folder", folder), Arrays.stream(first), Arrays.stream(more))
                .flatMap(words -> words)
                .toArray();
    }

    private Cli gaussian(String... more) {
        return Cli.run(words(GAUSSIAN, more));
    }

    /** With the digits of keys left out. */
    private static String plain(Cli run) {
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        return run.out().replaceAll("(?m)^[0-9a-f]{12} ", "############ ");
    }

    @Test
    void aKernelIsCompiledOnceAndFoundFromThenOn() {
        assertEquals("""
                KEY           TARGET  TYPE     STATE     REDUCTION
                ############  sm_80   float32  compiled  Sum over j of Exp(-g * SqDist(x,y)) * b
                ############  sm_90   float32  compiled  Sum over j of Exp(-g * SqDist(x,y)) * b
                2 kernels: 2 compiled, 0 there already
                """, plain(gaussian("--arch", "sm_80,sm_90,sm_80")));
        assertEquals("""
                KEY           TARGET  TYPE     STATE     REDUCTION
                ############  sm_80   float32  there     Sum over j of Exp(-g * SqDist(x,y)) * b
                ############  sm_80   float64  compiled  Sum over j of Exp(-g * SqDist(x,y)) * b
                2 kernels: 1 compiled, 1 there already
                """, plain(gaussian("--arch", "sm_80", "--dtype", "float32,float64")));
        String list = Cli.run("list", "--sort", "arch", "--folder", folder).out();
        assertTrue(list.contains("  Sum over j  Exp(-g * SqDist(x,y)) * b\n"), list);
        assertTrue(list.contains("\n3 kernels, "), list);
        assertEquals(ExitCode.OK, Cli.run("verify", "--folder", folder).exitCode());
    }

    @Test
    void theSourceAndTheLogOfAKernelAreKept() {
        String key = gaussian("--arch", "90", "--json").json()
                .getAsJsonObject().getAsJsonArray("kernels").get(0).getAsJsonObject().get("key").getAsString();
        assertTrue(Cli.run("show", key, "--source", "--folder", folder).out().contains("__global__"));
        String log = Cli.run("show", key, "--log", "--folder", folder).out();
        assertTrue(log.contains("registers"), log);
        assertEquals(-1, log.indexOf('\0'));
        assertTrue(Cli.run("show", key, "--folder", folder).out().contains("\nreduce  "), key);
    }

    @Test
    void gradientsComeWithAllTheirPasses() {
        JsonObject result = gaussian("--arch", "90", "--gradient", "x,b", "--json").json().getAsJsonObject();
        List<String> reductions = result.getAsJsonArray("kernels").asList().stream()
                .map(JsonElement::getAsJsonObject).map(kernel -> kernel.get("reduction").getAsString()).toList();
        assertTrue(reductions.size() >= 3, reductions.toString());
        assertTrue(reductions.stream().anyMatch(reduction -> reduction.startsWith("Sum over i of ")
                && reduction.contains("cotangent * Exp(-g * SqDist(x,y))")), reductions.toString());
        assertEquals(0, result.getAsJsonArray("failures").size());
        assertEquals(0, result.get("notBegun").getAsInt());
    }

    @Test
    void aFileHasManyAndATerminalSeesHowFarTheyAre() throws IOException {
        Path file = Files.writeString(folder.resolve("kernels.txt"), """
                formula: SqDist(x,y)
                alias: x = Vi(2)
                alias: y = Vj(2)
                reduction: ArgKMin
                k: 3
                over: j

                formula: x | y
                alias: x = Vi(2)
                alias: y = Vj(2)
                reduction: LogSumExp
                over: i
                dtype: float64
                """);
        Cli run = Cli.run(new Terminals(false, false, true, false), "",
                words(new String[] {"--file", file.toString(), "--arch", "75", "--jobs", "2"}));
        assertEquals("""
                KEY           TARGET  TYPE     STATE     REDUCTION
                ############  sm_75   float32  compiled  ArgKMin over j of SqDist(x,y)
                ############  sm_75   float64  compiled  LogSumExp over i of x | y
                2 kernels: 2 compiled, 0 there already
                """, plain(run).replace("ArgKMin(3)", "ArgKMin").replace("(x|y)", "x | y"));
        assertTrue(Pattern.compile("\\] (50|100)%").matcher(run.err()).find(), run.err());
    }

    @Test
    void whatIsTooLargeFailsAndTheRestGoesOnWhenItMay() throws IOException {
        Path file = Files.writeString(folder.resolve("kernels.txt"), """
                formula: Exp(x) * y
                alias: x = Vi(30000)
                alias: y = Vj(1)
                over: i

                formula: Exp(x) * y
                alias: x = Vi(3)
                alias: y = Vj(1)
                over: i
                """);
        String[] options = {"--file", file.toString(), "--arch", "90", "--jobs", "1"};
        Cli stopped = Cli.run(words(options));
        assertEquals(ExitCode.CHECK_FAILED, stopped.exitCode());
        assertTrue(stopped.err()
                .startsWith("keops-cache: Exp(x) * y, float32, sm_90: the formula is too large for the GPU"),
                stopped.err());
        assertTrue(stopped.err().endsWith("keops-cache: 1 job not begun; --keep-going goes on after a failure\n"),
                stopped.err());
        assertEquals("0 kernels: 0 compiled, 0 there already\n", stopped.out());
        Cli gone = Cli.run(words(options, "--keep-going"));
        assertEquals(ExitCode.CHECK_FAILED, gone.exitCode());
        assertTrue(gone.out().endsWith("1 kernel: 1 compiled, 0 there already\n"), gone.out());
        assertFalse(gone.err().contains("not begun"), gone.err());
    }

    @Test
    void anArchitectureThatTheCompilerDoesNotKnowIsRefused() {
        Cli run = gaussian("--arch", "sm_35");
        assertEquals(ExitCode.NO_BACKEND, run.exitCode());
        assertTrue(run.err().startsWith("keops-cache: NVRTC " + CudaCompiler.version()
                + " does not compile for sm_35, but for sm_"), run.err());
    }

    @Test
    void kernelsOfAnotherCompilerAreStale() throws IOException {
        gaussian("--arch", "90");
        var kernels = new Kernels(folder);
        String version = CudaCompiler.version();
        kernels.add(Kernels.Sample.of("A"));
        Cli run = Cli.run("prune", "--stale", "--folder", folder);
        assertEquals(ExitCode.OK, run.exitCode());
        List<String> left = Cli.run("list", "--folder", folder).out().lines()
                .filter(line -> line.contains(" sm_")).toList();
        assertEquals(version.equals("13.0") ? 2 : 1, left.size(), left.toString());
    }
}
