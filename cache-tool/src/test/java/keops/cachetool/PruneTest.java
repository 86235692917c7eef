package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruneTest {
    private static final Terminals ALL = new Terminals(true, true, true, false);

    @TempDir
    private Path folder;

    private Kernels kernels;

    @BeforeEach
    void open() {
        kernels = new Kernels(folder);
    }

    private Object[] words(String... options) {
        return Stream.concat(Stream.of("prune", "--folder", folder), Arrays.stream(options)).toArray();
    }

    private Cli prune(String... options) {
        return Cli.run(words(options));
    }

    /** The formulas that are left. */
    private List<String> left() {
        return Cli.run("list", "--sort", "formula", "--folder", folder).out().lines()
                .filter(line -> line.contains(" float32 "))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    /** A was not used for the longest time, and C was used last. */
    private List<String> addThree() throws IOException {
        return kernels.add(
                Sample.of("A").on(80).aged(Duration.ofDays(40), Duration.ofDays(20)).sized(10_000),
                Sample.of("B").aged(Duration.ofDays(40), Duration.ofDays(10)).sized(20_000),
                Sample.of("C").aged(Duration.ofDays(2), Duration.ofHours(1)).sized(30_000));
    }

    private void addMany(int count) throws IOException {
        kernels.add(IntStream.range(0, count).mapToObj(k -> Sample.of("x" + k).sized(10)).toArray(Sample[]::new));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--all | ''",
        "--older-than 30d | C",
        "--unused-for 15d | B C",
        "--arch sm_80 | B C",
        "--arch sm_80,sm_90 | ''",
        "--formula b | A C",
        "--older-than 30d --arch 90 | A C",
        "--older-than 1000d | A B C",
        "--max-size 60K | B C",
        "--max-size 40K | C",
        "--max-size 1M | A B C",
        "--max-size 0 | ''",
        "--formula C --max-size 25K | B"
    })
    void whatMeetsTheConditionsGoes(String options, String expected) throws IOException {
        addThree();
        Cli run = prune(options.split(" ", -1));
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertEquals(expected, String.join(" ", left()));
    }

    @Test
    void itSaysWhatItDid() throws IOException {
        addThree();
        assertEquals(new Cli(ExitCode.OK, "1 kernel, 11.0K deleted\n", ""), normal(prune("--formula", "A")));
        assertEquals(new Cli(ExitCode.OK, "no kernels deleted\n", ""), prune("--formula", "A"));
    }

    /** Without the digits that the length of the text of an entry decides. */
    private static Cli normal(Cli run) {
        return new Cli(run.exitCode(), run.out().replaceAll("1[01]\\.\\dK", "11.0K"), run.err());
    }

    @Test
    void aDryRunShowsAndDeletesNothing() throws IOException {
        List<String> keys = addThree();
        Cli run = kernels.named(prune("--older-than", "30d", "--dry-run"), keys);
        assertEquals(ExitCode.OK, run.exitCode());
        List<String> lines = run.out().lines().toList();
        assertTrue(lines.get(1).startsWith("{0}  40d   20d "), run.out());
        assertTrue(lines.get(2).startsWith("{1}  40d   10d "), run.out());
        assertTrue(lines.get(3).matches("2 kernels, 3\\d\\.\\dK would be deleted"), run.out());
        assertEquals(4, lines.size());
        assertEquals(List.of("A", "B", "C"), left());
    }

    @Test
    void jsonNamesTheKeys() throws IOException {
        List<String> keys = addThree();
        JsonObject result = JsonParser.parseString(prune("--older-than", "30d", "--json").out()).getAsJsonObject();
        assertFalse(result.get("dryRun").getAsBoolean());
        assertEquals("[\"" + keys.get(0) + "\",\"" + keys.get(1) + "\"]", result.get("keys").toString());
        assertTrue(result.get("bytes").getAsLong() > 30_000);
        assertEquals(List.of("C"), left());
    }

    @Test
    void withoutAConditionItIsBadUse() {
        assertEquals(new Cli(ExitCode.BAD_USE, "", """
                keops-cache: what should go? Name conditions, or --max-size, --stale or --all
                Try 'keops-cache prune --help'.
                """), prune());
    }

    @Test
    void aScreenfulGoesWithoutAQuestion() throws IOException {
        addMany(24);
        assertEquals(ExitCode.OK, prune("--all").exitCode());
        assertEquals(List.of(), left());
    }

    @Test
    void moreThanAScreenfulIsRefusedWhereNobodyCanBeAsked() throws IOException {
        addMany(25);
        Cli run = prune("--all");
        assertEquals(ExitCode.NOT_CONFIRMED, run.exitCode());
        assertTrue(run.err().matches("keops-cache: this would delete 25 kernels, [\\d.]+K,"
                + " and there is no terminal to ask at; --yes deletes them, --dry-run shows them\n"
                + "keops-cache: nothing was deleted\n"), run.err());
        assertEquals("", run.out());
        assertEquals(25, left().size());
        assertEquals(ExitCode.OK, prune("--all", "--dry-run").exitCode());
        assertEquals(ExitCode.OK, prune("--all", "--yes").exitCode());
        assertEquals(List.of(), left());
    }

    @ParameterizedTest
    @ValueSource(strings = {"y\n", "Yes\n", " y "})
    void aYesDeletes(String typed) throws IOException {
        addMany(25);
        Cli run = Cli.run(ALL, typed, words("--all"));
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.err().matches("Delete 25 kernels, [\\d.]+K\\? \\[y/N] "), run.err());
        assertTrue(run.out().endsWith("K deleted\n"), run.out());
        assertEquals(List.of(), left());
    }

    @ParameterizedTest
    @ValueSource(strings = {"n\n", "\n", "", "yellow\n"})
    void anythingElseDoesNot(String typed) throws IOException {
        addMany(25);
        Cli run = Cli.run(ALL, typed, words("--all"));
        assertEquals(ExitCode.NOT_CONFIRMED, run.exitCode());
        assertTrue(run.err().endsWith("? [y/N] keops-cache: nothing was deleted\n"), run.err());
        assertEquals(25, left().size());
    }

    @Test
    void damagedKernelsGoByTheirLastUse() throws IOException {
        List<String> keys = addThree();
        kernels.behead(keys.get(0));
        assertEquals(ExitCode.OK, prune("--unused-for", "15d").exitCode());
        assertEquals(List.of("B", "C"), left());
        kernels.behead(keys.get(1));
        assertEquals(ExitCode.OK, prune("--older-than", "1d").exitCode());
        assertTrue(Files.exists(kernels.entry(keys.get(1))), "of which nobody knows when it was compiled");
    }

    @Test
    void foldersOfOtherVersionsAreStale() throws IOException {
        addThree();
        Files.createDirectories(folder.resolve("v0/new"));
        Path other = Files.createDirectories(folder.resolve("v0/" + "a".repeat(64) + "-" + "b".repeat(16)));
        Files.writeString(other.resolve("kernel"), "old");
        Path mine = Files.writeString(Files.createDirectories(folder.resolve("v2")).resolve("notes.txt"), "mine");
        Cli dry = prune("--stale", "--dry-run");
        assertEquals(ExitCode.OK, dry.exitCode());
        assertTrue(dry.out().contains(folder.resolve("v0") + ": would be deleted\n"), dry.out());
        assertTrue(Files.exists(other));
        assertTrue(prune("--stale", "--yes").out().startsWith(folder.resolve("v0") + ": deleted\n"));
        assertFalse(Files.exists(folder.resolve("v0")));
        assertTrue(Files.exists(mine), "which is no kernel");
    }
}
