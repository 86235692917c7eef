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
import keops.examples.shape.Mesh;
import keops.examples.shape.Ply;
import keops.examples.shape.Surfaces;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command; its parts are tested beside them. */
class LddmmTest {
    private static double number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), text);
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void theBallBecomesTheAnimalAndIsDrawnAndWritten(@TempDir Path folder) throws IOException {
        Cli run = Cli.run("lddmm", "--quick", "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(number(run.out(), "after, (\\S+) % less") > 99, run.out());
        assertTrue(number(run.out(), "constant within (\\S+)") < 1e-3, run.out());
        double volume = number(run.out(), "volume: .* before, (\\S+) after");
        assertEquals(number(run.out(), "after, (\\S+) of the target"), volume, 0.05, run.out());
        Mesh result = Ply.read(folder.resolve("lddmm-result.ply"));
        assertTrue(result.isClosed());
        assertEquals(volume, result.volume(), 1e-4);
        assertEquals(1020, ImageIO.read(folder.resolve("lddmm.png").toFile()).getWidth());
        assertTrue(Files.size(folder.resolve("lddmm.gif")) > 10_000);
    }

    @Test
    void filesAreTakenAndTheResultHasTheirUnits(@TempDir Path folder) throws IOException {
        Path source = folder.resolve("source.ply");
        Path target = folder.resolve("target.ply");
        Ply.write(source, Surfaces.sphere(1).moved(100, 1000, 0, 0), Ply.Format.ASCII);
        Ply.write(target, Surfaces.sphere(1).moved(130, 1010, 0, 0), Ply.Format.BINARY_BIG_ENDIAN);
        Cli run = Cli.run("lddmm", "--source", source, "--target", target, "--times", 2, "--steps", 8, "--width", 0.7,
                "--detail", 0.7, "--out", folder);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertTrue(number(run.out(), "after, (\\S+) % less") > 90, run.out());
        double[][] box = Ply.read(folder.resolve("lddmm-result.ply")).box();
        double[][] wanted = Ply.read(target).box();
        for (int axis = 0; axis < 3; axis++) {
            assertEquals(wanted[0][axis], box[0][axis], 12);
            assertEquals(wanted[1][axis], box[1][axis], 12);
        }
    }

    @Test
    void whatIsNoSurfaceIsBadData(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("flat.ply"), """
                ply
                format ascii 1.0
                element vertex 3
                property float x
                property float y
                property float z
                element face 1
                property list uchar int vertex_indices
                end_header
                0 0 0
                1 0 0
                2 0 0
                3 0 1 2
                """);
        Cli flat = Cli.run("lddmm", "--target", file, "--out", folder);
        assertEquals(ExitCode.BAD_DATA, flat.exitCode());
        assertTrue(flat.err().contains("flat.ply: a surface with triangles is expected"), flat.err());
        Files.writeString(file, Files.readString(file).replace("1 0 0", "1 0 zero"));
        Cli wrong = Cli.run("lddmm", "--source", file, "--out", folder);
        assertEquals(ExitCode.BAD_DATA, wrong.exitCode());
        assertTrue(wrong.err().contains("flat.ply: line 11: a number is expected, but 'zero' came"), wrong.err());
    }

    @Test
    void sizesThatMakeNoSenseAreBadUse() {
        Cli run = Cli.run("lddmm", "--width", 0);
        assertEquals(ExitCode.BAD_USE, run.exitCode());
        assertTrue(run.err().contains("--width and --detail must be from 1.0E-6"), run.err());
    }
}
