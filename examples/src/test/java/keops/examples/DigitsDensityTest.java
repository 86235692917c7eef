package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import keops.console.ExitCode;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real data: how densely the images of digits lie around each of them. */
class DigitsDensityTest {
    private static final double G = 0.005;

    @ParameterizedTest
    @ValueSource(strings = {"float32", "float64"})
    void agreesWithTwoPlainLoops(String dtype, @TempDir Path folder) throws IOException {
        Path digits = Cli.root().resolve("src/test/resources/keops/data/digits.npy");
        Path out = folder.resolve("density.npy");
        Cli run = Cli.run("reduce", "--formula", "Exp(-g * SqDist(x,y))", "--over", "j",
                "--alias", "g = Pm(1)", "--alias", "x = Vi(64)", "--alias", "y = Vj(64)",
                "--arg", G, "--arg", digits, "--arg", digits, "--dtype", dtype, "--out", out);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertEquals(out + ": " + dtype + " (1797, 1)\n", run.out());
        try (Arena arena = Arena.ofConfined()) {
            double[][] images = Npy.map(digits, arena).toMatrix();
            Tensor density = Npy.map(out, arena);
            for (int i = 0; i < images.length; i += 17) {
                double wanted = density(images[i], images);
                assertTrue(wanted >= 1, "an image lies at its own place");
                double tolerance = wanted * (dtype.equals("float32") ? 1e-5 : 1e-12);
                assertEquals(wanted, density.getDouble(i, 0), tolerance, "image " + i);
            }
        }
    }

    private static double density(double[] x, double[][] images) {
        double sum = 0;
        for (double[] y : images) {
            double squaredDistance = 0;
            for (int k = 0; k < x.length; k++) {
                squaredDistance += (x[k] - y[k]) * (x[k] - y[k]);
            }
            sum += Math.exp(-G * squaredDistance);
        }
        return sum;
    }
}
