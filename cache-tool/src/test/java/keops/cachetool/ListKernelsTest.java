package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.cachetool.Kernels.Sample;
import keops.console.ExitCode;
import keops.console.Terminals;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListKernelsTest {
    @TempDir
    private Path folder;

    private Kernels kernels;

    @BeforeEach
    void open() {
        kernels = new Kernels(folder);
    }

    private Cli list(String... options) {
        return Cli.run(Stream.concat(Stream.of("list", "--folder", folder), Arrays.stream(options)).toArray());
    }

    private List<String> addThree() throws IOException {
        return kernels.add(
                Sample.of("Exp(x)").aged(Duration.ofDays(40), Duration.ofMinutes(90)).sized(2000),
                Sample.of("Abs(x)").on(80).aged(Duration.ofHours(3), Duration.ofSeconds(20)).sized(50_000),
                Sample.of("Sqrt(x)").on(75).asPtx().aged(Duration.ofMinutes(200), Duration.ofMinutes(200)));
    }

    /** The formulas in the order of the lines. */
    private List<String> formulas(String... options) {
        Cli run = list(options);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        return run.out().lines()
                .filter(line -> line.endsWith("(x)"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    @Test
    void aFolderThatIsNotThereHasNoKernels() {
        assertEquals(new Cli(ExitCode.OK, "no kernels\n", ""), Cli.run("list", "--folder", folder.resolve("none")));
        assertEquals(new Cli(ExitCode.OK, "[]\n", ""), Cli.run("list", "--json", "--folder", folder.resolve("none")));
    }

    @Test
    void aLineForEachAndTheirSum() throws IOException {
        List<String> keys = addThree();
        assertEquals(new Cli(ExitCode.OK, """
                KEY           AGE  USED   SIZE  TARGET      TYPE     REDUCTION   FORMULA
                {1}   3h   20s  {s1}  sm_80       float32  Sum over j  Abs(x)
                {0}  40d    1h  {s0}  sm_90       float32  Sum over j  Exp(x)
                {2}   3h    3h  {s2}  compute_75  float32  Sum over j  Sqrt(x)
                3 kernels, {sum}
                """, ""), kernels.named(list(), keys));
    }

    @ParameterizedTest
    @CsvSource({
        "used, Abs(x) Exp(x) Sqrt(x)",
        "age, Abs(x) Sqrt(x) Exp(x)",
        "size, Abs(x) Exp(x) Sqrt(x)",
        "formula, Abs(x) Exp(x) Sqrt(x)",
        "arch, Sqrt(x) Abs(x) Exp(x)"
    })
    void linesAreSorted(String order, String expected) throws IOException {
        addThree();
        List<String> formulas = List.of(expected.split(" ", -1));
        assertEquals(formulas, formulas("--sort", order));
        assertEquals(formulas.reversed(), formulas("--sort", order, "--reverse"));
    }

    @Test
    void anUnknownOrderIsBadUse() {
        Cli run = list("--sort", "beauty");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertEquals("keops-cache: Invalid value for option '--sort': expected age, size, used, formula, arch, but"
                + " 'beauty' came\nTry 'keops-cache list --help'.\n", run.err());
    }

    @Test
    void conditionsAreMetAllTogether() throws IOException {
        addThree();
        assertEquals(List.of("Abs(x)"), formulas("--formula", "ABS( x )"));
        assertEquals(List.of("Exp(x)"), formulas("--older-than", "30d"));
        assertEquals(List.of("Sqrt(x)"), formulas("--unused-for", "2h"));
        assertEquals(List.of("Abs(x)", "Sqrt(x)"), formulas("--arch", "8.0,compute_75"));
        assertEquals(List.of("Abs(x)"), formulas("--larger-than", "10K"));
        assertEquals(List.of("Exp(x)"), formulas("--unused-for", "1h", "--arch", "sm_90,80"));
        assertEquals(List.of(), formulas("--formula", "Log"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--arch | fermi | '--arch' (ARCH): expected an architecture, as in sm_90, but 'fermi' came",
        "--older-than | 30 | '--older-than': expected a number with s, m, h, d or w, as in 30d or 12h, but '30' came",
        "--larger-than | big | '--larger-than': 'big' is no size: write a number of bytes, or one with K, M, G or T, "
                + "as in 500M"
    })
    void aValueThatIsNoneIsBadUse(String option, String value, String message) {
        assertEquals(new Cli(ExitCode.BAD_USE, "",
                "keops-cache: Invalid value for option " + message + "\nTry 'keops-cache list --help'.\n"),
                list(option, value));
    }

    @Test
    void aDamagedKernelSaysWhyAndComesLast() throws IOException {
        List<String> keys = kernels.add(Sample.of("Exp(x)"), Sample.of("Abs(x)"));
        kernels.behead(keys.get(1));
        assertEquals("""
                KEY           AGE  USED   SIZE  TARGET  TYPE     REDUCTION   FORMULA
                {0}   3d    5h  {s0}  sm_90   float32  Sum over j  Exp(x)
                {1}    ?    5h  {s1}  ?       ?        ?           (damaged: entry.txt is not as it was written)
                2 kernels, {sum}
                """, kernels.named(list("--sort", "age"), keys).out());
        assertEquals(List.of("Exp(x)"), formulas("--arch", "90"));
    }

    @Test
    void aTerminalThatMaySeesColours() throws IOException {
        kernels.add(Sample.of("Exp(x)"));
        String heads = Cli.run(new Terminals(true, true, true, true), "", "list", "--folder", folder)
                .out().lines().findFirst().orElseThrow();
        assertEquals("\u001b[1mKEY           AGE  USED   SIZE  TARGET  TYPE     REDUCTION   FORMULA\u001b[0m", heads);
        String plain = Cli.run(new Terminals(true, true, true, false), "", "list", "--folder", folder).out();
        assertTrue(plain.startsWith("KEY "), plain);
    }

    @Test
    void whatWouldMoveTheCursorIsNotShown() throws IOException {
        kernels.add(Sample.of("Exp(x) \u001b[2J\u202e\n"));
        assertTrue(list().out().contains("Sum over j  Exp(x)  [2J\n1 kernel, "), list().out());
    }

    @Test
    void jsonHasAllThatIsKnown() throws IOException {
        List<String> keys = kernels.add(Sample.of("Exp(\"x\\y\")\u0001\u2028"), Sample.of("Abs(x)"));
        kernels.behead(keys.get(1));
        JsonArray all = JsonParser.parseString(list("--json", "--sort", "formula").out()).getAsJsonArray();
        assertEquals(2, all.size());
        JsonObject kept = all.get(0).getAsJsonObject();
        assertEquals(keys.get(0), kept.get("key").getAsString());
        assertEquals("Exp(\"x\\y\")\u0001\u2028", kept.get("formula").getAsString());
        assertEquals("2026-06-27T12:00:00Z", kept.get("created").getAsString());
        assertEquals("2026-06-30T07:00:00Z", kept.get("lastUse").getAsString());
        assertEquals("sm_90", kept.get("target").getAsString());
        assertEquals("[\"x = Vi(3)\",\"y = Vj(3)\"]", kept.get("aliases").toString());
        assertTrue(kept.get("weight").isJsonNull());
        assertEquals(40, kept.getAsJsonObject("entryPoints").getAsJsonObject("reduce").get("registers").getAsInt());
        assertEquals(1000, kept.getAsJsonObject("files").getAsJsonObject("kernel.cubin").get("bytes").getAsInt());
        JsonObject damaged = all.get(1).getAsJsonObject();
        assertEquals("entry.txt is not as it was written", damaged.get("problem").getAsString());
    }

    @Test
    void aFolderOfSomebodyElseIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Cli run = Cli.run("list", "--folder", file);
        assertEquals(ExitCode.BAD_DATA, run.exitCode(), run.toString());
        assertTrue(run.err().startsWith("keops-cache: "), run.err());
    }
}
