package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong before anything is compiled. */
class PrecompileErrorsTest {
    @TempDir
    private Path folder;

    @Test
    void aFormulaOrAFileIsNeeded() {
        Cli run = Cli.run("precompile", "--arch", "90");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--file=FILE") && run.err().contains("--formula=F"), run.err());
        Cli both = Cli.run("precompile", "--file", "x", "--formula", "Exp(x)");
        assertEquals(ExitCode.BAD_USE, both.exitCode());
        assertTrue(both.err().contains("mutually exclusive"), both.err());
    }

    @Test
    void aWrongFormulaIsShown() {
        assertEquals(new Cli(ExitCode.BAD_DATA, "", """
                keops-cache: unknown function 'Exq' at column 1 (did you mean 'Exp'?); \
                docs/operators.md and './keops operators' list all
                  Exq(x)
                  ^
                """), Cli.run("precompile", "--formula", "Exq(x)", "--alias", "x = Vi(1)", "--arch", "90"));
    }

    @Test
    void whereAnythingIsIndexedByJTheIndexIsNamed() {
        assertEquals(new Cli(ExitCode.BAD_DATA, "", """
                keops-cache: over which index? --over j gives a row per i, --over i a row per j
                """), Cli.run("precompile", "--formula", "x * y", "--alias", "x = Vi(1)", "--alias", "y = Vj(1)",
                        "--arch", "90"));
    }

    @Test
    void aGradientByNothingIsShown() {
        Cli run = Cli.run("precompile", "--formula", "Exp(x)", "--alias", "x = Vi(1)", "--gradient", "z",
                "--arch", "90");
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains("'z'"), run.err());
    }

    @Test
    void aMistakeInAFileNamesItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("kernels.txt"),
                "formula: Exp(x)\nalias: x = Vi(1)\ndtype: float8\n");
        assertEquals(new Cli(ExitCode.BAD_DATA, "", "keops-cache: " + file + """
                :3:8: expected float16 or bfloat16 or float32 or float64, but 'float8' came
                  dtype: float8
                         ^
                """), Cli.run("precompile", "--file", file, "--arch", "90"));
    }

    @Test
    void jobsAreAtLeastOne() {
        Cli run = Cli.run("precompile", "--formula", "Exp(x)", "--jobs", "0");
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().startsWith("keops-cache: the number of jobs must be at least 1, but is 0\n"), run.err());
    }

    @Test
    void withoutNvrtcItSaysWhatToDo() throws IOException, InterruptedException {
        Cli run = Cli.inFreshJvm(List.of("-Dkeops.nvrtc.library=/nowhere/libnvrtc.so"), "precompile",
                "--formula", "Exp(x)", "--alias", "x = Vi(1)", "--arch", "90", "--folder", folder.toString());
        assertEquals(ExitCode.NO_BACKEND, run.exitCode(), run.toString());
        assertTrue(run.err().contains("keops-cache: NVRTC cannot be opened: /nowhere/libnvrtc.so: "), run.err());
    }
}
