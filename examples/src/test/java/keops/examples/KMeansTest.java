package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command; the algorithm is tested beside it. */
class KMeansTest {
    @Test
    void bothKindsOfPointsAreClusteredAndDrawn(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("kmeans", "--quick", "--out", folder);
        assertEquals("", run.err());
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().startsWith("plane: 3,000 points, 12 clusters, "), run.out());
        assertTrue(run.out().contains("\nsphere: 3,000 points, 12 clusters, "), run.out());
        assertEquals(1260, ImageIO.read(folder.resolve("kmeans.png").toFile()).getWidth());
    }

    @Test
    void noClustersAreBadUse() {
        assertEquals(ExitCode.BAD_USE, Cli.run("kmeans", "--clusters", 0).exitCode());
    }
}
