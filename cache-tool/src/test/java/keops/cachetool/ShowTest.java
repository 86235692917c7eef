package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.cachetool.Kernels.Sample;
import keops.console.ExitCode;
import keops.console.Terminals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShowTest {
    @TempDir
    private Path folder;

    private Kernels kernels;
    private List<String> keys;

    @BeforeEach
    void addTwo() throws IOException {
        kernels = new Kernels(folder);
        keys = kernels.add(Sample.of("Exp(x)"), Sample.of("Abs(x)").on(75).asPtx().sized(14));
    }

    private Cli show(String... args) {
        return Cli.run(Stream.concat(Stream.of("show", "--folder", folder), Arrays.stream(args)).toArray());
    }

    @Test
    void theBeginningOfAKeyIsEnough() throws IOException {
        String size = kernels.size(keys.getFirst());
        Cli run = show(keys.getFirst().substring(0, 6));
        assertEquals(new Cli(ExitCode.OK, """
                key           {key0}
                formula       Exp(x)
                alias         x = Vi(3)
                alias         y = Vj(3)
                reduction     Sum over j
                type          float32
                tiling        32 rows
                target        sm_90, by NVRTC 13.0
                options       --std=c++17
                created       2026-06-27T12:00:00Z, 3d ago
                last used     2026-06-30T07:00:00Z, 5h ago
                size          %s: kernel.cubin 0.98K, source.cu 38, log.txt 12
                reduce        40 registers, 1024 bytes of shared memory, 16 of stack, 8 of spills
                """.formatted(size), ""), kernels.named(run, keys));
    }

    @Test
    void jsonIsThatOfTheList() {
        assertEquals(
                Cli.run("list", "--json", "--arch", "90", "--folder", folder).json().getAsJsonArray().get(0),
                show(keys.getFirst(), "--json").json());
    }

    @Test
    void partsArePrintedAsTheyAre() {
        assertEquals(new Cli(ExitCode.OK, "__global__ void reduce() {} // Exp(x)\n", ""),
                show(keys.getFirst(), "--source"));
        assertEquals(new Cli(ExitCode.OK, "no warnings\n", ""), show(keys.getFirst(), "--log"));
        assertEquals(new Cli(ExitCode.OK, "// PTX\n// PTX\n", ""), show(keys.get(1), "--ptx"));
        assertEquals("{\n  \"log\": \"no warnings\\n\"\n}\n", show(keys.getFirst(), "--log", "--json").out());
    }

    @Test
    void aTerminalSeesNothingThatItWouldObey() throws IOException {
        var hostile = new Kernels(folder.resolve("other"));
        String key = hostile.add(Sample.of("\u001b]0;title\u0007\tx")).getFirst();
        var terminal = new Terminals(false, true, false, false);
        Cli run = Cli.run(terminal, "", "show", key, "--source", "--folder", hostile.folder());
        assertEquals("__global__ void reduce() {} //  ]0;title  x\n", run.out());
        Cli piped = Cli.run("show", key, "--source", "--folder", hostile.folder());
        assertEquals("__global__ void reduce() {} // \u001b]0;title\u0007\tx\n", piped.out());
    }

    @Test
    void machineCodeHasNoPtx() {
        assertEquals(
                new Cli(ExitCode.BAD_DATA, "",
                        "keops-cache: the kernel is machine code for sm_90 and has no PTX: write it to a file by "
                                + "--image, which nvdisasm of a CUDA toolkit shows in words\n"),
                show(keys.getFirst(), "--ptx"));
    }

    @Test
    void theImageGoesToAFile() throws IOException {
        Path file = folder.resolve("kernel");
        assertEquals(new Cli(ExitCode.OK, file + ": 0.98K\n", ""), show(keys.getFirst(), "--image", file.toString()));
        assertTrue(Files.readString(file).startsWith("// PTX\n"));
        String nowhere = folder.resolve("no/such/folder").toString();
        assertEquals(new Cli(ExitCode.BAD_DATA, "", "keops-cache: " + nowhere + ": no such file\n"),
                show(keys.getFirst(), "--image", nowhere));
    }

    @Test
    void onlyOnePartAtATime() {
        Cli run = show(keys.getFirst(), "--source", "--log");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("mutually exclusive"), run.err());
    }

    @Test
    void aDamagedKernelSaysWhy() throws IOException {
        kernels.behead(keys.getFirst());
        assertEquals(
                new Cli(ExitCode.OK, "key           {key0}\ndamaged       entry.txt is not as it was written\n", ""),
                kernels.named(show(keys.getFirst()), keys));
        Cli source = show(keys.getFirst(), "--source");
        assertEquals(ExitCode.BAD_DATA, source.exitCode());
        assertTrue(source.err().endsWith(" is damaged: entry.txt is not as it was written\n"), source.err());
    }

    @Test
    void aKeyThatIsNotThere() {
        String other = keys.getFirst().startsWith("0") || keys.get(1).startsWith("0") ? "ffff" : "0";
        assertEquals(new Cli(ExitCode.BAD_DATA, "", "keops-cache: there is no kernel whose key begins with " + other
                + "; 'keops-cache list' shows all\n"), show(other));
    }

    @Test
    void aKeyThatIsNotTheOnlyOne() throws IOException {
        var many = new Kernels(folder.resolve("many"));
        List<String> all = many.add(
                IntStream.range(0, 17).mapToObj(k -> Sample.of("x * " + k)).toArray(Sample[]::new));
        String first = all.stream().map(key -> key.substring(0, 1))
                .filter(digit -> all.stream().filter(key -> key.startsWith(digit)).count() > 1)
                .findFirst().orElseThrow();
        Cli run = Cli.run("show", first, "--folder", many.folder());
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains(" kernels have a key that begins with " + first + ": " + first), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../..", "/etc/passwd", "v1", "ABC", "", "*", "a/b", "a\u0000", "..\\.."})
    void whatIsNoKeyIsBadUse(String key) {
        Cli run = show(key);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertEquals("keops-cache: a key, or its beginning, is up to 64 digits 0 to 9 and a to f, but '"
                + key.replace('\u0000', ' ') + "' came\nTry 'keops-cache show --help'.\n", run.err());
    }
}
