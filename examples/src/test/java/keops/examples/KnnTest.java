package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnnTest {
    private static final Path DATA = Cli.root().resolve("src/test/resources/keops/data");

    @Test
    void theErrorsOfTheDigitsAreThoseThatAreKnown(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("knn", "--quick", "--images", DATA.resolve("digits.npy"), "--labels",
                DATA.resolve("digits-labels.npy"), "--out", folder);
        assertEquals("", run.err());
        assertEquals(ExitCode.OK, run.exitCode());
        assertTrue(run.out().startsWith("digits: 30 of 797 misclassified by their nearest neighbour, 28 by 3\n"),
                run.out());
        Matcher distances = Pattern.compile("the nearest is (\\S+) away in the mean, (\\S+) are expected")
                .matcher(run.out());
        assertTrue(distances.find(), run.out());
        double expected = Double.parseDouble(distances.group(2));
        assertEquals(expected, Double.parseDouble(distances.group(1)), 0.1 * expected);
        assertEquals(1260, ImageIO.read(folder.resolve("knn.png").toFile()).getWidth());
    }

    @Test
    void neighboursAreThoseOfASortInDoubles() {
        var random = new Random(3);
        double[][] x = random.doubles(40).mapToObj(a -> new double[] {a, random.nextDouble(), random.nextDouble()})
                .toArray(double[][]::new);
        Tensor points = Tensor.of(x);
        Tensor neighbours = Knn.nearest(points, points, 4);
        for (int i = 0; i < x.length; i++) {
            double[] from = x[i];
            int[] sorted = IntStream.range(0, x.length).boxed().sorted(Comparator.comparingDouble(
                    j -> Math.hypot(Math.hypot(x[j][0] - from[0], x[j][1] - from[1]), x[j][2] - from[2])))
                    .mapToInt(Integer::intValue).toArray();
            for (int k = 0; k < 4; k++) {
                assertEquals(sorted[k], neighbours.getLong(i, k), "neighbour " + k + " of " + i);
            }
        }
    }

    @Test
    void imagesAndLabelsThatDoNotFitAreRefused(@TempDir Path folder) throws IOException {
        Path few = folder.resolve("few.npy");
        Npy.write(few, Tensor.of(new float[30], 10, 3));
        Path labels = folder.resolve("labels.npy");
        Npy.write(labels, Tensor.of(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 12}));
        for (String program : List.of("knn", "spectral", "digits")) {
            Cli run = Cli.run(program, "--images", few, "--labels", few);
            assertEquals(ExitCode.BAD_DATA, run.exitCode());
            assertTrue(run.err().contains("labels (N) in whole numbers are expected, but float32 (10, 3) and float32"),
                    run.err());
        }
        for (String program : List.of("knn", "spectral")) {
            Cli run = Cli.run(program, "--images", few, "--labels", labels);
            assertEquals(ExitCode.BAD_DATA, run.exitCode());
            assertTrue(run.err().contains("images are needed, but there are 10"), run.err());
        }
        Cli run = Cli.run("spectral", "--images", few, "--labels", labels, "--neighbour", 200);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        long[] wrong = new long[1797];
        wrong[1700] = 10;
        Npy.write(labels, Tensor.of(wrong));
        run = Cli.run("knn", "--images", DATA.resolve("digits.npy"), "--labels", labels);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains("labels must be from 0 to 9, but that of image 1700 is 10"), run.err());
    }

    @Test
    void tooFewPointsAreBadUse() {
        Cli run = Cli.run("knn", "--points", 3);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--points must be at least 15"), run.err());
    }
}
