package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command; attention is tested beside it. */
class CausalAttentionTest {
    private static final Pattern ERRORS = Pattern.compile(
            "mean squared error: (\\S+) at first, (\\S+) in the last step; the signal has 0\\.5");

    @Test
    void theHeadsLearnTheDelaysAndAreDrawn(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("attention", "--quick", "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        Matcher errors = ERRORS.matcher(run.out());
        assertTrue(errors.find(), run.out());
        assertTrue(Double.parseDouble(errors.group(1)) > 0.4, run.out());
        assertTrue(Double.parseDouble(errors.group(2)) < 0.2, run.out());
        assertTrue(run.out().contains(" looks 3 steps back") && run.out().contains(" looks 12 steps back"), run.out());
        assertTrue(run.out().contains("length    256:"), run.out());
        assertEquals(860, ImageIO.read(folder.resolve("attention.png").toFile()).getWidth());
    }

    @Test
    void shortSequencesAreBadUse() {
        Cli run = Cli.run("attention", "--length", 10);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("at least 1 step and a length of 64 are needed"), run.err());
    }
}
