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
class SpectralTest {
    private static final Path DATA = Cli.root().resolve("src/test/resources/keops/data");

    @Test
    void neighboursInTheEmbeddingMostlyHaveTheSameLabel(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("spectral", "--quick", "--images", DATA.resolve("digits.npy"), "--labels",
                DATA.resolve("digits-labels.npy"), "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(run.out().startsWith("eigenvectors: 11 of a matrix of 500 rows, "), run.out());
        assertTrue(number(run.out(), "residual ([^,]+),") <= 1e-6, run.out());
        assertTrue(number(run.out(), "pixels, (\\S+) % by 10 coordinates") > 90, run.out());
        assertEquals(960, ImageIO.read(folder.resolve("spectral.png").toFile()).getWidth());
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void noNeighbourIsBadUse() {
        Cli run = Cli.run("spectral", "--neighbour", 0);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--neighbour must be from 1 to 100"), run.err());
    }
}
