package keops.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import keops.console.ExitCode;
import keops.tensor.DType;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the reduce program computes, prints and writes. */
class ReduceTest {
    @TempDir
    private Path folder;

    private Path file(String name, Tensor tensor) throws IOException {
        Path file = folder.resolve(name);
        Npy.write(file, tensor);
        return file;
    }

    private Path doubles(String name, double[]... rows) throws IOException {
        return file(name, Tensor.of(rows));
    }

    private static double[] row(double... values) {
        return values;
    }

    private static Cli reduce(Object... options) {
        Object[] args = new Object[options.length + 1];
        args[0] = "reduce";
        System.arraycopy(options, 0, args, 1, options.length);
        return Cli.run(args);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "CPU", "cpu", "REFERENCE"})
    void printsTheResult(String backend) throws IOException {
        Path x = doubles("x.npy", row(1, 2), row(3, 4));
        Path y = doubles("y.npy", row(10, 20), row(30, 40), row(50, 60));
        Cli run = reduce("--formula", "x + p * y", "--over", "j", "--backend", backend, "--threads", 1,
                "--alias", "x = Vi(2)", "--alias", "p = Pm(1)", "--alias", "y = Vj(2)",
                "--arg", x, "--arg", "-0.5", "--arg", y);
        assertEquals(new Cli(ExitCode.OK, """
                float64 (2, 2)
                -42  -54
                -36  -48
                """, ""), run);
    }

    @Test
    void printsTheEndsOfALongResult() throws IOException {
        float[] values = new float[1000];
        values[0] = 0.5f;
        values[999] = 7;
        Path x = file("x.npy", Tensor.of(values, 1000, 1));
        Cli run = reduce("--formula", "x", "--over", "i", "--alias", "x = Vj(1)", "--arg", x);
        String zeros = "  0\n".repeat(4);
        assertEquals(new Cli(ExitCode.OK, "float32 (1000, 1)\n0.5\n" + zeros + "...\n" + zeros + "  7\n", ""), run);
    }

    @Test
    void aListOfNumbersIsAParameter() {
        Cli run = reduce("--formula", "Sum(p)", "--alias", "p = Pm(3)", "--arg", "0.5, 2,-1e1");
        assertEquals(new Cli(ExitCode.OK, "float64 (1, 1)\n-7.5\n", ""), run);
    }

    @Test
    void overJOrOverI() throws IOException {
        Path x = doubles("x.npy", row(1), row(2));
        Path y = doubles("y.npy", row(10), row(20), row(30));
        Object[] options =
                {"--formula", "x * y", "--alias", "x = Vi(1)", "--alias", "y = Vj(1)", "--arg", x, "--arg", y};
        for (Object[] j : new Object[][] {{"--over", "j"}, {"--over", 1}, {"--axis", "j"}, {"--axis", 1}}) {
            assertEquals(new Cli(ExitCode.OK, "float64 (2, 1)\n 60\n120\n", ""), reduce(append(options, j)));
        }
        for (Object[] i : new Object[][] {{"--over", "i"}, {"--over", 0}, {"--axis", "i"}, {"--axis", 0}}) {
            assertEquals(new Cli(ExitCode.OK, "float64 (3, 1)\n30\n60\n90\n", ""), reduce(append(options, i)));
        }
    }

    @Test
    void aFileOfOneAxisIsAColumn() throws IOException {
        Path y = file("y.npy", Tensor.of(new double[] {1, 2, 3}));
        Cli run = reduce("--formula", "y", "--alias", "y = Vj(1)", "--arg", y, "--over", "j");
        assertEquals(new Cli(ExitCode.OK, "float64 (1, 1)\n6\n", ""), run);
    }

    @Test
    void aFileOfOneAxisIsAParameter() throws IOException {
        Path p = file("p.npy", Tensor.of(new double[] {1, 2, 3}));
        Cli run = reduce("--formula", "p", "--alias", "p = Pm(3)", "--arg", p, "--over", "j");
        assertEquals(new Cli(ExitCode.OK, "float64 (1, 3)\n1  2  3\n", ""), run);
    }

    @Test
    void dtypeConvertsWhatDiffers() throws IOException {
        Path x = file("x.npy", Tensor.of(new double[] {1.5, 2.5}, 2, 1));
        Path y = file("y.npy", Tensor.of(new float[] {10}, 1, 1));
        Path labels = file("labels.npy", Tensor.of(new long[] {7}, 1, 1));
        Cli run = reduce("--formula", "x + y + z", "--over", "j", "--dtype", "float32",
                "--alias", "x = Vi(1)", "--alias", "y = Vj(1)", "--alias", "z = Vj(1)",
                "--arg", x, "--arg", y, "--arg", labels);
        assertEquals(new Cli(ExitCode.OK, "float32 (2, 1)\n18.5\n19.5\n",
                "keops: note: " + x + ": converted from float64 to float32\n"
                        + "keops: note: " + labels + ": converted from int64 to float32\n"), run);
    }

    @Test
    void halfPrecisionIsComputedInSinglePrecision() throws IOException {
        Path x = file("x.npy", Tensor.vector(DType.FLOAT16, 1.5, 60_000).reshape(2, 1));
        assertEquals(new Cli(ExitCode.OK, "float32 (2, 1)\n     3\n120000\n", ""),
                reduce("--formula", "p * x", "--over", "j", "--alias", "p = Pm(1)", "--alias", "x = Vi(1)",
                        "--arg", 2, "--arg", x));
        Cli rounded =
                reduce("--formula", "x", "--over", "j", "--alias", "x = Vi(1)", "--arg", x, "--dtype", "bfloat16");
        assertEquals("float32 (2, 1)\n  1.5\n59904\n", rounded.out());
    }

    @Test
    void theFilesDecideTheTypeOfNumbers() throws IOException {
        Path x = file("x.npy", Tensor.of(new float[] {1}, 1, 1));
        Cli run = reduce("--formula", "p * x", "--over", "j", "--alias", "p = Pm(1)", "--alias", "x = Vi(1)",
                "--arg", "0.5", "--arg", x);
        assertEquals(new Cli(ExitCode.OK, "float32 (1, 1)\n0.5\n", ""), run);
    }

    @Test
    void aFileOfTheOtherByteOrderIsRead() throws IOException {
        byte[] header = Files.readAllBytes(doubles("x.npy", row(1), row(2)));
        Path big = folder.resolve("big.npy");
        String text = new String(header, 0, header.length - 16, java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] bytes = (text.replace("<f8", ">f8") + "?".repeat(16)).getBytes(
                java.nio.charset.StandardCharsets.ISO_8859_1);
        Tensor data = Tensor.of(MemorySegment.ofArray(new double[2]), DType.FLOAT64, ByteOrder.BIG_ENDIAN, 2);
        data.setDouble(1.5, 0);
        data.setDouble(2.25, 1);
        MemorySegment.copy(data.segment(), 0, MemorySegment.ofArray(bytes), bytes.length - 16L, 16);
        Files.write(big, bytes);
        Cli run = reduce("--formula", "x", "--alias", "x = Vi(1)", "--arg", big);
        assertEquals(new Cli(ExitCode.OK, "float64 (1, 1)\n3.75\n", ""), run);
    }

    @Test
    void outIsWritten() throws IOException {
        Path x = doubles("x.npy", row(1, 2), row(3, 4));
        Path out = folder.resolve("out.npy");
        Cli run = reduce("--formula", "x", "--alias", "x = Vi(2)", "--arg", x, "--out", out);
        assertEquals(new Cli(ExitCode.OK, out + ": float64 (1, 2)\n", ""), run);
        try (Arena arena = Arena.ofConfined()) {
            assertArrayEquals(new double[] {4, 6}, Npy.map(out, arena).toDoubleArray());
        }
    }

    @Test
    void anArrayInAnArchive() throws IOException {
        Path x = doubles("x.npy", row(1, 2), row(3, 4));
        Path archive = folder.resolve("data.npz");
        try (var out = new ZipOutputStream(Files.newOutputStream(archive))) {
            out.putNextEntry(new ZipEntry("points.npy"));
            Files.copy(x, out);
        }
        Object[] options = {"--formula", "x", "--alias", "x = Vi(2)", "--arg"};
        assertEquals(new Cli(ExitCode.OK, "float64 (1, 2)\n4  6\n", ""), reduce(append(options, archive + ":points")));
        assertEquals(new Cli(ExitCode.BAD_DATA, "", "keops: " + archive + ": which array? Name it, as in " + archive
                + ":NAME; there are: points\n"), reduce(append(options, archive)));
        assertEquals(new Cli(ExitCode.BAD_DATA, "", "keops: " + archive
                + ": there is no array 'y', but there are: points\n"),
                reduce(append(options, archive + ":y")));
    }

    private Object[] distances(Object... more) throws IOException {
        Path x = doubles("x.npy", row(0), row(10));
        Path y = doubles("y.npy", row(1), row(-3), row(9));
        Object[] options = {"--formula", "SqDist(x,y)", "--over", "j", "--alias", "x = Vi(1)", "--alias", "y = Vj(1)",
            "--arg", x, "--arg", y};
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray();
    }

    @Test
    void twoOutputsArePrinted() throws IOException {
        Cli run = reduce(distances("--reduction", "Min_ArgMin"));
        assertEquals(new Cli(ExitCode.OK, "float64 (2, 1)\n1\n1\nint64 (2, 1)\n0\n2\n", ""), run);
    }

    @Test
    void twoOutputsAreWritten() throws IOException {
        Path values = folder.resolve("values.npy");
        Path indices = folder.resolve("indices.npy");
        Cli run = reduce(distances("--reduction", "Min_ArgMin", "--out", values, "--out", indices));
        assertEquals(new Cli(ExitCode.OK, values + ": float64 (2, 1)\n" + indices + ": int64 (2, 1)\n", ""), run);
        try (Arena arena = Arena.ofConfined()) {
            assertArrayEquals(new double[] {1, 1}, Npy.map(values, arena).toDoubleArray());
            assertArrayEquals(new long[] {0, 2}, Npy.map(indices, arena).toLongArray());
        }
    }

    @Test
    void theKSmallest() throws IOException {
        Cli run = reduce(distances("--reduction", "ArgKMin", "--k", 2));
        assertEquals(new Cli(ExitCode.OK, "int64 (2, 2)\n0  1\n2  0\n", ""), run);
    }

    @Test
    void aWeightFormula() throws IOException {
        Cli run = reduce(distances("--reduction", "SumSoftMaxWeight", "--weight", "y"));
        assertEquals(new Cli(ExitCode.OK, "float64 (2, 1)\n 9\n-3\n", ""), run);
    }

    /** a_i = sum_j x_i y_j p: the gradients for weights (1, 10) of a. */
    @Test
    void gradients() throws IOException {
        Path x = doubles("x.npy", row(1), row(3));
        Path y = doubles("y.npy", row(10), row(30), row(50));
        Path e = file("e.npy", Tensor.of(new double[] {1, 10}));
        Path byY = folder.resolve("by_y.npy");
        Object[] options = {"--formula", "x * y * p", "--over", "j", "--alias", "x = Vi(1)", "--alias", "y = Vj(1)",
            "--alias", "p = Pm(1)", "--arg", x, "--arg", y, "--arg", "2", "--gradient", "y", "--gradient", "p",
            "--cotangent", e, "--out", byY};
        assertEquals(new Cli(ExitCode.OK, byY + ": float64 (3, 1)\nfloat64 (1)\n2790\n", ""), reduce(options));
        assertArrayEquals(new double[] {62, 62, 62}, Npy.map(byY, Arena.ofAuto()).toDoubleArray());
    }

    @Test
    void oneNumberIsACotangentOfAllResults() throws IOException {
        Path x = file("x.npy", Tensor.of(new float[] {1, 2, -4}, 3, 1));
        Path e = file("e.npy", Tensor.of(new double[] {1, 1, 1}, 3, 1));
        Object[] options = {"--formula", "x * x", "--over", "j", "--alias", "x = Vi(1)", "--arg", x, "--gradient", "x",
            "--cotangent"};
        String expected = "float32 (3, 1)\n 2\n 4\n-8\n";
        assertEquals(expected, reduce(append(options, "1")).out());
        assertEquals(expected, reduce(append(options, e, "--dtype", "float32")).out());
    }

    private static Object[] append(Object[] options, Object... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray();
    }
}
