package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import keops.examples.AnisotropicKernels.Ellipse;
import keops.examples.AnisotropicKernels.Kind;
import keops.examples.draw.Grid;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The maps against sums in doubles over ellipses: how long the difference is in units of the half axes. */
class AnisotropicKernelsTest {
    private static final Grid GRID = Grid.square(-1.5, 1.5, 23);

    @Test
    void valuesAreThoseOfADenseComputationInDoubles() {
        Tensor x = GRID.points();
        for (Kind kind : AnisotropicKernels.kinds()) {
            Tensor common = AnisotropicKernels.sum(x, kind.common());
            Tensor varying = AnisotropicKernels.sum(x, kind.varying());
            assertEquals(GRID.count(), common.size(0));
            for (int i = 0; i < GRID.count(); i++) {
                double ofOne = 0;
                double ofOwn = 0;
                for (int j = 0; j < 3; j++) {
                    double dx = x.getDouble(i, 0) - AnisotropicKernels.POINTS[j][0];
                    double dy = x.getDouble(i, 1) - AnisotropicKernels.POINTS[j][1];
                    ofOne += Math.exp(-squaredLength(kind.ellipse(), dx, dy));
                    ofOwn += Math.exp(-squaredLength(kind.own().get(j), dx, dy));
                }
                assertEquals(ofOne, common.doubleAt(i), 1e-5, kind.name() + " for all at cell " + i);
                assertEquals(ofOwn, varying.doubleAt(i), 1e-5, kind.name() + " for each at cell " + i);
            }
        }
    }

    private static double squaredLength(Ellipse ellipse, double dx, double dy) {
        double along = (Math.cos(ellipse.angle()) * dx + Math.sin(ellipse.angle()) * dy) / ellipse.first();
        double across = (Math.cos(ellipse.angle()) * dy - Math.sin(ellipse.angle()) * dx) / ellipse.second();
        return along * along + across * across;
    }

    @Test
    void sixMapsAreDrawn(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("anisotropic-kernels", "--quick", "--out", folder);
        assertEquals("", run.err());
        assertEquals(ExitCode.OK, run.exitCode());
        assertEquals(6, run.out().lines().filter(line -> line.contains(" values from ")).count(), run.out());
        Path file = folder.resolve("anisotropic-kernels.png");
        assertTrue(run.out().endsWith("picture: " + file + "\npicture: " + folder.resolve("anisotropic-kernels.svg")
                + "\n"), run.out());
        assertEquals("true", System.getProperty("java.awt.headless"));
        assertEquals(990, ImageIO.read(file.toFile()).getWidth());
    }

    @Test
    void noCellsAreBadUse(@TempDir Path folder) {
        assertEquals(ExitCode.BAD_USE, Cli.run("anisotropic-kernels", "--cells", 0, "--out", folder).exitCode());
    }
}
