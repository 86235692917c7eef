package keops.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files that NumPy wrote. */
class DigitsTest {
    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(DigitsTest.class.getResource("/keops/data/" + name), name).toURI());
    }

    @Test
    void mapsImagesAndLabels() throws IOException, URISyntaxException {
        try (Arena arena = Arena.ofConfined()) {
            Tensor images = Npy.map(resource("digits.npy"), arena);
            Tensor labels = Npy.map(resource("digits-labels.npy"), arena);
            assertEquals("float32 (1797, 64)", images.description());
            assertEquals("int64 (1797)", labels.description());
            for (long i = 0; i < images.count(); i++) {
                double grey = images.doubleAt(i);
                assertTrue(grey >= 0 && grey <= 16 && grey == Math.rint(grey), "grey " + grey + " at " + i);
            }
            for (long i = 0; i < labels.count(); i++) {
                assertTrue(labels.longAt(i) >= 0 && labels.longAt(i) <= 9, "label " + labels.longAt(i) + " at " + i);
            }
        }
    }

    @Test
    void findsTheKnownNumberOfDigitsWithAWrongNearestNeighbour() throws IOException, URISyntaxException {
        try (Arena arena = Arena.ofConfined()) {
            double[][] images = Npy.map(resource("digits.npy"), arena).toMatrix();
            long[] labels = Npy.map(resource("digits-labels.npy"), arena).toLongArray();
            int wrong = 0;
            for (int i = 1000; i < images.length; i++) {
                int nearest = 0;
                for (int j = 1; j < 1000; j++) {
                    if (squaredDistance(images[i], images[j]) < squaredDistance(images[i], images[nearest])) {
                        nearest = j;
                    }
                }
                wrong += labels[nearest] == labels[i] ? 0 : 1;
            }
            assertEquals(30, wrong);
        }
    }

    private static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        for (int k = 0; k < x.length; k++) {
            sum += (x[k] - y[k]) * (x[k] - y[k]);
        }
        return sum;
    }

    @Test
    void writesTheSameFilesAgain(@TempDir Path folder) throws IOException, URISyntaxException {
        for (String name : new String[] {"digits.npy", "digits-labels.npy"}) {
            try (Arena arena = Arena.ofConfined()) {
                Path copy = folder.resolve(name);
                Npy.write(copy, Npy.map(resource(name), arena));
                assertArrayEquals(Files.readAllBytes(resource(name)), Files.readAllBytes(copy));
            }
        }
    }
}
