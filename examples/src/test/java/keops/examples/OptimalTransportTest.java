package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program on few points: what it prints, and its pictures. */
class OptimalTransportTest {
    @Test
    void marginalsHoldAShapeIsNoDistanceFromItselfAndTheFlowFalls(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("optimal-transport", "--quick", "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(number(run.out(), "marginals within ([^,]+),") <= 1e-4, run.out());
        assertEquals(0, number(run.out(), "from itself: (\\S+)\n"), 1e-6, run.out());
        double first = number(run.out(), "divergence from (\\S+) to");
        double last = number(run.out(), "divergence from \\S+ to ([^,]+),");
        assertTrue(last < 0.3 * first && last > 0, run.out());
        for (String name : List.of("optimal-transport-plan.png", "optimal-transport-flow.png",
                "optimal-transport-flow.gif", "optimal-transport-colours.png")) {
            assertTrue(run.out().contains("picture: " + folder.resolve(name) + "\n"), run.out());
            assertTrue(ImageIO.read(folder.resolve(name).toFile()).getWidth() > 600, name);
        }
    }

    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void tooFewPointsAreBadUse(@TempDir Path folder) {
        Cli run = Cli.run("optimal-transport", "--points", 3, "--out", folder);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("at least 60 points"), run.err());
    }
}
