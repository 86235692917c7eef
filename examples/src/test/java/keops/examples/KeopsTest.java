package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        assertTrue(programs.contains("\n demo A Gaussian kernel product"), run.out());
        assertTrue(programs.contains("\n reduce Reduces any formula"), run.out());
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
        assertEquals(new Cli(ExitCode.BAD_USE, "", """
                keops: which program? There are: demo, reduce, digits, operators
                Try 'keops --help'.
                """), run);
    }

    @Test
    void anUnknownProgramIsBadUse() {
        Cli run = Cli.run("fry");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().startsWith("keops: Unmatched argument at index 0: 'fry'"), run.err());
    }

    @Test
    void anUnknownOptionIsBadUse() {
        Cli run = Cli.run("demo", "--row", "3");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().startsWith("keops: Unknown options: '--row', '3'"), run.err());
        assertTrue(run.err().endsWith("Try 'keops demo --help'.\n"), run.err());
    }
}
