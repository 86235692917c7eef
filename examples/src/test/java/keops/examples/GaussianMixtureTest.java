package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command; its densities are tested beside them. */
class GaussianMixtureTest {
    private static final Pattern LIKELIHOODS = Pattern.compile(
            "mean log-likelihood of 500 points: (\\S+) by the fit, (\\S+) by the mixture that they came from");

    @Test
    void theFitIsAsLikelyAsTheTruthAndIsDrawn(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("gaussian-mixture", "--quick", "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        Matcher likelihoods = LIKELIHOODS.matcher(run.out());
        assertTrue(likelihoods.find(), run.out());
        double truth = Double.parseDouble(likelihoods.group(2));
        assertTrue(Double.parseDouble(likelihoods.group(1)) > truth - 0.01 * Math.abs(truth), run.out());
        assertEquals(1260, ImageIO.read(folder.resolve("gaussian-mixture.png").toFile()).getWidth());
        assertTrue(Files.size(folder.resolve("gaussian-mixture.gif")) > 10_000);
    }

    @Test
    void noPointsAreBadUse() {
        Cli run = Cli.run("gaussian-mixture", "--points", 0);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--points must be at least 1, but is 0"), run.err());
    }
}
