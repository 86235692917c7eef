package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nearest neighbours on the digits of the repository; the numbers of errors are known. */
class DigitsTest {
    private static final Path DATA = Cli.root().resolve("src/test/resources/keops/data");

    @ParameterizedTest
    @CsvSource({"1, 30, CPU", "3, 28, CPU", "1, 30, REFERENCE"})
    void theErrorsAreThoseThatAreKnown(int k, int errors, String backend) {
        Cli run = Cli.run("digits", "--k", k, "--backend", backend, "--images", DATA.resolve("digits.npy"), "--labels",
                DATA.resolve("digits-labels.npy"));
        assertEquals("", run.err());
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().startsWith(errors + " of 797 digits misclassified by their " + k + " nearest"), run.out());
    }

    @Test
    void theNumberOfReferencesIsChecked() {
        Cli run = Cli.run("digits", "--references", 1797, "--images", DATA.resolve("digits.npy"), "--labels",
                DATA.resolve("digits-labels.npy"));
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--references must be from 1 to 1796, but is 1797"), run.err());
    }

    @Test
    void aMissingFileIsAnError() {
        Cli run = Cli.run("digits", "--images", "nowhere.npy", "--labels", DATA.resolve("digits-labels.npy"));
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains("nowhere.npy"), run.err());
    }
}
