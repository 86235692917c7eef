package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every program in a JVM of its own, whose standard output is full or closed. */
class StandardOutputTest {
    private static final Path FULL = Path.of("/dev/full");
    private static final String SUM = "reduce --formula Sum(p) --alias p=Pm(2) --arg 1,2";

    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(strings = {SUM, "operators", "demo --rows 10 --columns 10", "--help", "--version"})
    void aFullDeviceIsAnError(String words) throws IOException, InterruptedException {
        if (!Files.exists(FULL)) {
            System.out.println("skipped: keops " + words + " into a full device, because there is no " + FULL);
        }
        assumeTrue(Files.exists(FULL), "there is no " + FULL);
        Path err = temp.resolve("err");
        OwnJvm run = OwnJvm.start(ProcessBuilder.Redirect.to(FULL.toFile()), err, words);
        assertEquals(ExitCode.BAD_DATA, run.exitCode(), run.told());
        assertTrue(run.told().startsWith("keops: the results could not be written to standard output: "), run.told());
        assertEquals(1, run.told().lines().count(), run.told());
    }

    @Test
    void aClosedPipeIsQuietAndNoSuccess() throws IOException, InterruptedException {
        Path err = temp.resolve("err");
        OwnJvm run = OwnJvm.start(ProcessBuilder.Redirect.PIPE, err, "operators");
        run.process().getInputStream().close();
        assertNotEquals(ExitCode.OK, run.exitCode());
        if (!System.getProperty("os.name").startsWith("Windows")) {
            assertEquals(ExitCode.CLOSED_PIPE, run.exitCode());
            assertEquals("", run.told());
        }
    }
}
