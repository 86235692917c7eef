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

/** The command; what it computes is tested beside it. */
class KernelRegressionTest {
    @Test
    void whatIsHeldOutIsEstimatedWellAndOutliersHardlyCount(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("kernel-regression", "--quick", "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        double error = number(run.out(), "held out: (\\d+) mm");
        double nearest = number(run.out(), "mean square\\), (\\d+) mm by");
        assertTrue(error < 620, run.out());
        assertTrue(error < 0.9 * nearest, run.out());
        assertEquals(95.4, number(run.out(), "deviations: (\\S+) %"), 3, run.out());
        double plain = number(run.out(), "curve: error (\\S+) by");
        double robust = number(run.out(), "squares, (\\S+) robust");
        assertTrue(robust < 0.06 && robust < 0.3 * plain, run.out());
        assertEquals(820, ImageIO.read(folder.resolve("kernel-regression.png").toFile()).getWidth());
        assertEquals(800, ImageIO.read(folder.resolve("kernel-regression-outliers.png").toFile()).getWidth());
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void moreCellsThanHalfOfAllAreBadUse() {
        Cli run = Cli.run("kernel-regression", "--cells", 50_000);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--cells must be from 2 to 30240"), run.err());
    }
}
