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

/** The command; the algorithm is tested beside it. */
class KMeansTest {
    @Test
    void madePointsAndCitiesAreClusteredAndDrawn(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("kmeans", "--quick", "--out", folder);
        assertEquals("", run.err());
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().startsWith("plane: 3,000 points, 12 clusters, "), run.out());
        assertTrue(run.out().contains("\nsphere: 3,000 points, 12 clusters, "), run.out());
        assertTrue(run.out().contains("\ncities: 44,691 points, 12 clusters, "), run.out());
        Matcher distance = Pattern.compile("people live (\\d+) km from").matcher(run.out());
        assertTrue(distance.find(), run.out());
        int kilometres = Integer.parseInt(distance.group(1));
        assertTrue(kilometres > 500 && kilometres < 2000, run.out());
        assertEquals(1260, ImageIO.read(folder.resolve("kmeans.png").toFile()).getWidth());
        assertEquals(900, ImageIO.read(folder.resolve("kmeans-cities.png").toFile()).getWidth());
    }

    @Test
    void whatTheUserGivesHoldsInAQuickRunToo(@TempDir Path folder) {
        Cli run = Cli.run("kmeans", "--quick", "--clusters", 5, "--rounds", 2, "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().startsWith("plane: 3,000 points, 5 clusters, 2 rounds"), run.out());
    }

    @Test
    void noClustersAreBadUse() {
        assertEquals(ExitCode.BAD_USE, Cli.run("kmeans", "--clusters", 0).exitCode());
    }
}
