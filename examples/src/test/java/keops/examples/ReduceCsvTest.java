package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import keops.console.ExitCode;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of text are arguments like others. */
class ReduceCsvTest {
    @TempDir
    private Path folder;

    private Path points;

    @BeforeEach
    void writePoints() throws IOException {
        points = Files.writeString(folder.resolve("points.csv"), "name,lat,lon,w\nA,0,0,1\nB,3,4,10\nC,0,1,100\n");
    }

    private static Cli reduce(String formula, Object... more) {
        Object[] options = {"reduce", "--formula", formula, "--over", "j"};
        return Cli.run(Stream.concat(Stream.of(options), Stream.of(more)).toArray());
    }

    @Test
    void columnsAreArgumentsByName() {
        Cli run = reduce("SqDist(x,y) * w", "--alias", "x=Vi(2)", "--alias", "y=Vj(2)", "--alias", "w=Vj(1)",
                "--arg", points + ":lat,lon", "--arg", points + ":lat,lon", "--arg", points + ":w");
        assertEquals(new Cli(ExitCode.OK, "float64 (3, 1)\n 350\n1825\n 181\n", ""), run);
    }

    @Test
    void theyHaveTheTypeThatIsAskedForWithoutANote() {
        Cli run = reduce("x", "--alias", "x=Vi(2)", "--arg", points + ":2-3", "--dtype", "float32");
        assertEquals(new Cli(ExitCode.OK, "float32 (3, 2)\n0  0\n3  4\n0  1\n", ""), run);
    }

    @Test
    void theyMixWithFilesOfArraysOfTheirType() throws IOException {
        Path w = folder.resolve("w.npy");
        Npy.write(w, Tensor.of(new double[] {1, 2, 3}));
        Object[] options = {"--alias", "x=Vi(1)", "--alias", "w=Vi(1)", "--arg", points + ":w", "--arg", w};
        assertEquals(new Cli(ExitCode.OK, "float64 (3, 1)\n  1\n 20\n300\n", ""), reduce("x * w", options));
        Npy.write(w, Tensor.of(new float[] {1, 2, 3}));
        assertEquals(new Cli(ExitCode.BAD_DATA, "", "keops: the files must have one element type, but " + points
                + ":w is float64 and " + w + " is float32: --dtype float32 or --dtype float64 converts them\n"),
                reduce("x * w", options));
    }

    @Test
    void aParameterIsARowOrAColumn() throws IOException {
        Path row = Files.writeString(folder.resolve("row.csv"), "1,2,3\n");
        String expected = "float64 (1, 3)\n1  2  3\n";
        assertEquals(expected, reduce("p", "--alias", "p=Pm(3)", "--arg", row).out());
        Path column = Files.writeString(folder.resolve("column.csv"), "1\n2\n3\n");
        assertEquals(expected, reduce("p", "--alias", "p=Pm(3)", "--arg", column).out());
        assertEquals("float64 (1, 1)\n2\n", reduce("p", "--alias", "p=Pm(1)", "--arg", row + ":2").out());
    }

    @Test
    void aCotangentIsAColumn() {
        Cli run = reduce("x * x", "--alias", "x=Vi(1)", "--arg", points + ":lon", "--gradient", "x",
                "--cotangent", points + ":w");
        assertEquals(new Cli(ExitCode.OK, "float64 (3, 1)\n  0\n 80\n200\n", ""), run);
    }

    @Test
    void whatIsWrittenAsTextIsReadAsText() throws IOException {
        Path x = folder.resolve("x.npy");
        Npy.write(x, Tensor.of(new double[] {0.1, Double.NaN, Double.NEGATIVE_INFINITY, 1e-300}, 2, 2));
        Path text = folder.resolve("x.csv");
        assertEquals(ExitCode.OK, reduce("x", "--alias", "x=Vi(2)", "--arg", x, "--out", text).exitCode());
        Cli again = reduce("x", "--alias", "x=Vi(2)", "--arg", text, "--out", "-");
        assertEquals(new Cli(ExitCode.OK, Files.readString(text), ""), again);
        assertEquals("0.1,NaN\n-Infinity,1.0E-300\n", again.out());
    }

    @Test
    void whatIsReadIsNotWritten() {
        assertEquals(new Cli(ExitCode.BAD_DATA, "",
                "keops: --out " + points + ": cannot be written: it is an input of this reduction\n"),
                reduce("x", "--alias", "x=Vi(1)", "--arg", points + ":w", "--out", points));
    }

    @Test
    void mistakesAreOneLineEach() throws IOException {
        Object[] x = {"--alias", "x=Vi(1)", "--arg"};
        assertEquals("keops: " + points + ": there is no column 'lng'; there are: name, lat, lon, w\n",
                reduce("x", x[0], x[1], x[2], points + ":lng").err());
        assertEquals("keops: " + points + ": line 2: column name: 'A' is not a number\n",
                reduce("x", x[0], x[1], x[2], points).err());
        assertEquals("keops: nowhere.csv: no such file, and not a list of numbers either\n",
                reduce("x", x[0], x[1], x[2], "nowhere.csv:a").err());
        Cli shape = reduce("x", x[0], x[1], x[2], points + ":lat,lon");
        assertTrue(shape.exitCode() == ExitCode.BAD_DATA && shape.err().contains("float64 (3, 2)"), shape.err());
        Path large = Files.writeString(folder.resolve("large.csv"), "1e300\n");
        assertEquals("keops: " + large + ": element 0, 1.0E300, is too large for float32\n",
                reduce("x", x[0], x[1], x[2], large, "--dtype", "float32").err());
    }
}
