package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command; what it computes is tested beside it. */
class MeanShiftTest {
    @Test
    void mostEarthquakesThatAreRecordedAreInCalifornia(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("mean-shift", "--quick", "--width", 4, "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("earthquakes: 1,679, at rest after "), run.out());
        String largest = run.out().lines().skip(2).findFirst().orElseThrow();
        assertTrue(largest.matches(" +\\d{3,4} at 3\\d\\.\\d N, 11\\d\\.\\d W"), run.out());
        assertEquals(760, ImageIO.read(folder.resolve("mean-shift.png").toFile()).getWidth());
    }

    @Test
    void noWidthIsBadUse() {
        Cli run = Cli.run("mean-shift", "--width", 0);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--width must be from 0.1 to 90"), run.err());
    }
}
