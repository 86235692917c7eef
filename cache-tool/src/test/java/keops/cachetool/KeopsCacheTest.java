package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import keops.console.ExitCode;
import keops.console.Terminals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeopsCacheTest {
    private static final String COMMANDS =
            "list, show, prune, precompile, verify, export, import, doctor, generate-completion, help";

    @Test
    void helpListsTheCommands() {
        Cli run = Cli.run("--help");
        assertEquals(ExitCode.OK, run.exitCode());
        for (String command : COMMANDS.split(", ", -1)) {
            assertTrue(run.out().contains("\n  " + command + " "), run.out());
        }
        assertEquals("", run.err());
    }

    @Test
    void helpHasColoursOnlyOnATerminal() {
        assertTrue(Cli.run(new Terminals(true, true, true, true), "", "--help").out().contains("\u001b["));
        assertEquals(-1, Cli.run("--help").out().indexOf('\u001b'));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "list", "show", "prune", "precompile", "verify", "export", "import", "doctor", "generate-completion", "help"
    })
    void everyCommandHasHelpAndSpeaksJson(String command) {
        Cli run = Cli.run(command, "--help");
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().startsWith("Usage: keops-cache " + command), run.out());
        assertTrue(run.out().contains("--json"), run.out());
    }

    @Test
    void withoutACommandItNamesThem() {
        assertEquals(new Cli(ExitCode.BAD_USE, "", "keops-cache: which command? There are: " + COMMANDS
                + "\nTry 'keops-cache --help'.\n"), Cli.run());
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "verify", "doctor", "prune --all --yes"})
    void anEmptyFolderIsNotThePresentOne(String command) {
        Cli run = Cli.run((Object[]) ("--folder= " + command).split(" ", -1));
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--folder needs the path of a folder, but is empty; '.' is the present one"),
                run.err());
    }

    @Test
    void anUnknownCommandIsBadUse() {
        Cli run = Cli.run("fry");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().startsWith("keops-cache: unknown command 'fry'; there are: list, "), run.err());
    }

    /** The launcher adds 5, 6 and 7, and no command has a deadline. */
    @Test
    void helpNamesAllExitCodes() {
        Set<String> codes = Arrays.stream(ExitCode.class.getFields()).map(KeopsCacheTest::value)
                .collect(Collectors.toSet());
        Set<String> shown = Cli.run("--help").out().lines()
                .filter(line -> line.matches("  \\d+ +[a-z].*"))
                .map(line -> line.strip().split(" ", 2)[0])
                .collect(Collectors.toSet());
        codes.remove(Integer.toString(ExitCode.DEADLINE));
        codes.addAll(Set.of("5", "6", "7"));
        assertEquals(codes, shown);
    }

    private static String value(Field field) {
        try {
            return field.get(null).toString();
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutACacheItSaysHowToHaveOne() throws IOException, InterruptedException {
        Cli run = Cli.inFreshJvm(List.of("-Dkeops.cache=off"), "list");
        assertEquals(ExitCode.BAD_DATA, run.exitCode(), run.toString());
        assertTrue(run.err().contains("keops-cache: there is no store on disk: it is switched off"), run.err());
        assertTrue(run.err().contains("KEOPS_CACHE_FOLDER"), run.err());
    }

    @Test
    void debugShowsWhereAnErrorIs(@TempDir Path folder) {
        Cli run = Cli.run("show", "abc", "--debug", "--folder", folder);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains("\tat keops.cachetool"), run.err());
    }
}
