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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Results as text for other programs, and whole numbers as arguments. */
class ReduceOutputTest {
    private static final String NUMBERS = "0.1,1.0E10\nNaN,-Infinity\n";

    @TempDir
    private Path folder;

    private Cli identity(Object... more) throws IOException {
        Path x = folder.resolve("x.npy");
        Npy.write(x, Tensor.of(new float[] {0.1f, 1e10f, Float.NaN, Float.NEGATIVE_INFINITY}, 2, 2));
        Object[] options = {"reduce", "--formula", "x", "--over", "j", "--alias", "x = Vi(2)", "--arg", x};
        return Cli.run(Stream.concat(Stream.of(options), Stream.of(more)).toArray());
    }

    @Test
    void aFileOfTextHasExactNumbersAndNothingIsLeftBesideIt() throws IOException {
        Path out = Files.writeString(folder.resolve("out.CSV"), "old");
        assertEquals(new Cli(ExitCode.OK, out + ": float32 (2, 2)\n", ""), identity("--out", out));
        assertEquals(NUMBERS, Files.readString(out));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void aDashPrintsTheNumbersAlone() throws IOException {
        assertEquals(new Cli(ExitCode.OK, NUMBERS, ""), identity("--out", "-"));
    }

    @Test
    void aDashLeavesOtherOutputsOutAndSaysSo() throws IOException {
        Cli run = identity("--reduction", "Min_ArgMin", "--out", "-");
        assertEquals(new Cli(ExitCode.OK, "0.1,1.0E10\nInfinity,-Infinity\n",
                "keops: note: an output, int64 (2, 2), is not printed: another --out takes it\n"), run);
        Path values = folder.resolve("values.npy");
        Cli indices = identity("--reduction", "Min_ArgMin", "--out", values, "--out", "-");
        assertEquals("", indices.err());
        assertTrue(indices.out().startsWith("0,0\n"), indices.out());
        assertEquals(2, indices.out().lines().count());
    }

    @Test
    void jsonHasTypeShapeAndValues() throws IOException {
        Cli run = identity("--json", "--backend", "REFERENCE");
        assertTrue(run.out().matches("\\{\"backend\": \"REFERENCE\", \"seconds\": [0-9.E-]+, \"outputs\": "
                + "\\[\\{\"dtype\": \"float32\", \"shape\": \\[2, 2], "
                + "\"values\": \\[0.1, 1.0E10, \"NaN\", \"-Infinity\"]}]}\n"), run.out() + run.err());
    }

    @Test
    void jsonNamesTheBackEndThatHasComputed() throws IOException {
        for (String backend : new String[] {"auto", "CPU"}) {
            assertBackEnd("CPU", "reduce", "--formula", "p", "--alias", "p = Pm(2)", "--arg", "1,2",
                    "--backend", backend);
            String many = "1" + ",1".repeat(6000);
            assertBackEnd("REFERENCE", "reduce", "--formula", "p", "--alias", "p = Pm(6001)", "--arg", many,
                    "--backend", backend);
        }
        assertBackEnd("REFERENCE", "reduce", "--formula", "p", "--alias", "p = Pm(2)", "--arg", "1,2",
                "--gradient", "p", "--cotangent", 1, "--backend", "REFERENCE");
    }

    private static void assertBackEnd(String backend, Object... words) {
        Cli run = Cli.run(Stream.concat(Stream.of(words), Stream.of("--json")).toArray());
        assertTrue(run.out().startsWith("{\"backend\": \"" + backend + "\", \"seconds\": "), run.out() + run.err());
    }

    @Test
    void jsonNamesTheFilesInThePlaceOfValues() throws IOException {
        Path out = folder.resolve("a \"b\".csv");
        Cli run = identity("--json", "--out", out);
        assertTrue(run.out()
                .endsWith("\"shape\": [2, 2], \"file\": \"" + out.toString().replace("\"", "\\\"") + "\"}]}\n"),
                run.out() + run.err());
        assertEquals(NUMBERS, Files.readString(out));
    }

    @Test
    void filesOfIntegersAreArgumentsBesideOthersOrAlone() throws IOException {
        Path labels = folder.resolve("labels.npy");
        Npy.write(labels, Tensor.of(new long[] {7, 9}));
        String alone = "float64 (1, 1)\n16\n";
        assertEquals(new Cli(ExitCode.OK, alone, ""),
                Cli.run("reduce", "--formula", "l", "--alias", "l = Vi(1)", "--arg", labels));
        identity();
        Path x = folder.resolve("x.npy");
        Cli beside = Cli.run("reduce", "--formula", "l * x", "--over", "j",
                "--alias", "l = Vi(1)", "--alias", "x = Vi(2)",
                "--arg", labels, "--arg", x, "--gradient", "x", "--cotangent", 1);
        assertEquals(new Cli(ExitCode.OK, "float32 (2, 2)\n7  7\n9  9\n", ""), beside);
    }
}
