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

/** The command; gravity is tested beside it. */
class NBodyTest {
    @Test
    void energyAndMomentumAreKeptInACollision(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("n-body", "--quick", "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(number(run.out(), "energy changes by (\\S+) of itself at most") < 5e-3, run.out());
        assertTrue(number(run.out(), "momentum is (\\S+) at most") < 1e-13, run.out());
        assertEquals(990, ImageIO.read(folder.resolve("n-body.png").toFile()).getWidth());
        assertEquals(640, ImageIO.read(folder.resolve("n-body-energy.png").toFile()).getWidth());
        assertTrue(Files.size(folder.resolve("n-body.gif")) > 10_000);
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void tooFewBodiesAreBadUse() {
        Cli run = Cli.run("n-body", "--bodies", 3);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("at least 10 bodies and 6 steps are needed, but there are 3 and"), run.err());
    }
}
