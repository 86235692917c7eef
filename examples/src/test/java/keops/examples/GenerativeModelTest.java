package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command; its losses are tested beside them. */
class GenerativeModelTest {
    private static final List<String> NAMES = List.of("energy distance", "Gaussian norm", "log-likelihood",
            "Sinkhorn divergence");
    /** What the energy distance to new data falls below; it is 0.07 at the beginning. */
    private static final double BOUND = 0.02;

    @Test
    void allLossesLeadToTheData(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("generative-model", "--quick", "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        for (String name : NAMES) {
            double[] losses = losses(run, name);
            assertTrue(losses[0] < BOUND, run.out());
            // The data themselves are nearer by all measures.
            double[] best = losses(run, "(the data)");
            for (int k = 0; k < losses.length; k++) {
                assertTrue(best[k] < losses[k], run.out());
            }
        }
        assertEquals(1000, ImageIO.read(folder.resolve("generative-model.png").toFile()).getWidth());
        assertEquals(720, ImageIO.read(folder.resolve("generative-model-distance.png").toFile()).getWidth());
        assertTrue(Files.size(folder.resolve("generative-model.gif")) > 10_000);
    }

    private static double[] losses(Cli run, String name) {
        String row = run.out().lines().filter(line -> line.startsWith(name)).findFirst().orElseThrow();
        return Arrays.stream(row.substring(name.length()).strip().split(" +", -1)).mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void noPointsAreBadUse() {
        Cli run = Cli.run("generative-model", "--batch", 0);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--batch must be from 1 to 1000000"), run.err());
    }
}
