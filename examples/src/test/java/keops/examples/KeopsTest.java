package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.regex.Pattern;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeopsTest {
    @Test
    void helpListsThePrograms() {
        Cli run = Cli.run("--help");
        assertEquals(ExitCode.OK, run.exitCode());
        String programs = run.out().replaceAll(" +", " ");
        assertTrue(programs.contains("\n demo Computes a Gaussian kernel product"), run.out());
        assertTrue(programs.contains("\n reduce Reduces a formula"), run.out());
        assertTrue(programs.contains("\n operators Lists the operators"), run.out());
        assertEquals("", run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "reduce"})
    void everyProgramHasHelp(String program) {
        Cli run = Cli.run(program, "--help");
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().startsWith("Usage: keops " + program), run.out());
        assertTrue(run.out().contains("--backend=NAME"), run.out());
    }

    @Test
    void withoutAProgramItNamesThem() {
        Cli run = Cli.run();
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertEquals("", run.out());
        assertTrue(run.err().matches("keops: which program\\? There are: demo, reduce, digits, operators, "
                + "([a-z-]+, )*generate-completion, help\nTry 'keops --help'\\.\n"), run.err());
    }

    @Test
    void anUnknownProgramIsBadUse() {
        Cli run = Cli.run("fry");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().startsWith("keops: unknown command 'fry'; there are: demo, reduce"), run.err());
        assertTrue(Cli.run("redcue").err().startsWith("keops: unknown command 'redcue' (did you mean 'reduce'?)"));
        assertEquals(ExitCode.BAD_USE, Cli.run("help", "fry").exitCode());
    }

    @Test
    void anUnknownOptionIsBadUse() {
        Cli run = Cli.run("demo", "--row", "3");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().startsWith("keops: unknown option '--row' (did you mean '--rows'?)\n"), run.err());
        assertTrue(run.err().endsWith("Try 'keops demo --help'.\n"), run.err());
        String beginning = Cli.run("demo", "--col=3").err();
        assertTrue(beginning.startsWith("keops: unknown option '--col' (did you mean '--columns'?)\n"), beginning);
        String word = Cli.run("demo", "now").err();
        assertTrue(word.startsWith("keops: 'now' is one word too many\n"), word);
    }

    @Test
    void helpExplainsOneProgramOrAll() {
        assertEquals(Cli.run("--help"), Cli.run("help"));
        assertEquals(Cli.run("reduce", "--help"), Cli.run("help", "reduce"));
    }

    @Test
    void theVersionIsThatOfTheLibraryAndOfJava() {
        Cli run = Cli.run("--version");
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().matches("KeOps for Java (\\d+\\.\\d+\\S*|of an unknown version), on Java "
                + Pattern.quote(Runtime.version().toString()) + "\n"), run.out());
    }

    @Test
    void completionKnowsProgramsAndOptions() {
        Cli run = Cli.run("generate-completion");
        assertTrue(run.out().startsWith("#!/usr/bin/env bash\n"), run.out());
        assertTrue(run.out().contains("complete -F _complete_keops -o default keops "), run.out());
        assertTrue(run.out().contains("--cotangent"), run.out());
    }

    @Test
    void numbersAreWrittenAsPeopleWriteThem() {
        String[] wrong = {"abc", "1e", "1.5", "k", "1__0", "1e99", "0x10", ""};
        for (String text : wrong) {
            Cli run = Cli.run("demo", "--rows", text);
            assertEquals(ExitCode.BAD_USE, run.exitCode(), text);
            assertTrue(run.err().matches(
                    "(?s)keops: Invalid value for option '--rows'.*: expected a (whole )?number.*"), run.err());
        }
        Cli run = Cli.run("demo", "--rows", "1.5k", "--columns", "1e1", "--threads", "0_1");
        assertTrue(run.out().contains(" 1,500 x 10 points"), run.out() + run.err());
    }
}
