package keops.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keops.console.ExitCode;
import keops.tensor.Npy;
import keops.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mistake is one message and an exit code, and leaves no half file. */
class ReduceErrorsTest {
    @TempDir
    private Path folder;

    private Path x;

    @BeforeEach
    void writeX() throws IOException {
        x = folder.resolve("x.npy");
        Npy.write(x, Tensor.of(new float[] {1, 2, 3, 4}, 2, 2));
    }

    /** Sums a formula of x over the file that is given. */
    private static Cli sum(String formula, Object file, Object... more) {
        Object[] options = {"reduce", "--formula", formula, "--alias", "x = Vi(2)", "--arg", file};
        return Cli.run(Stream.concat(Stream.of(options), Stream.of(more)).toArray());
    }

    private static void assertError(int exitCode, String message, Cli run) {
        assertEquals(new Cli(exitCode, "", "keops: " + message + "\n"), run);
    }

    /** One line that holds what matters of a message whose words belong to the library. */
    private static void assertLine(int exitCode, Cli run, String... parts) {
        assertEquals(exitCode, run.exitCode(), run.err());
        assertEquals("", run.out());
        assertTrue(run.err().startsWith("keops: "), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
        for (String part : parts) {
            assertTrue(run.err().contains(part), run.err());
        }
    }

    @Test
    void aWrongFormulaIsShownWithItsPlace() {
        Cli run = sum("2 * Epx(x)", x);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().matches("keops: .*'Epx'.*column 5.*\n.*\n.*\n"), run.err());
        assertTrue(run.err().endsWith("\n  2 * Epx(x)\n      ^\n"), run.err());
    }

    @Test
    void aPowerIsWrittenWithTwoStars() {
        Cli run = sum("x^2", x);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains("unexpected character '^': a power is written **, as in x**2"), run.err());
    }

    @Test
    void aWrongAliasIsNamed() {
        Cli run = Cli.run("reduce", "--formula", "x", "--alias", "x = Vk(2)", "--arg", x);
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().startsWith("keops: alias 0: "), run.err());
    }

    @Test
    void aWrongShapeIsNamed() {
        Cli run = Cli.run("reduce", "--formula", "x", "--alias", "x = Vi(3)", "--arg", x);
        assertLine(ExitCode.BAD_DATA, run, "x = Vi(3)", "float32 (2, 2)");
    }

    @Test
    void aMissingArgumentIsNamed() {
        Cli run = Cli.run("reduce", "--formula", "x", "--alias", "x = Vi(3)");
        assertLine(ExitCode.BAD_DATA, run, "x = Vi(3)");
    }

    @Test
    void tooManyArgumentsAreAnError() {
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--arg", x), "x = Vi(2)", "2 arguments");
    }

    @Test
    void whereAnythingIsIndexedByJTheIndexIsNamed() {
        String message = "over which index? --over j gives a row per i, --over i a row per j";
        assertError(ExitCode.BAD_DATA, message, sum("x + y", x, "--alias", "y = Vj(2)", "--arg", x));
        assertError(ExitCode.BAD_DATA, message, sum("x", x, "--alias", "y = Vj(2)", "--arg", x));
        assertError(ExitCode.BAD_DATA, message, sum("x * J", x));
        assertError(ExitCode.BAD_DATA, message,
                sum("Sum(x)", x, "--reduction", "SumSoftMaxWeight", "--weight", "Vj(1,1)", "--arg", x));
        assertEquals(ExitCode.OK, sum("x", x).exitCode());
    }

    @Test
    void aMissingFileIsNamed() {
        assertError(ExitCode.BAD_DATA, "nowhere.npy: no such file, and not a list of numbers either",
                sum("x", "nowhere.npy"));
    }

    @Test
    void aFileOfAnotherKindIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npy"), "x y\n1 2\n3 4\n5 6\n7 8\n");
        assertLine(ExitCode.BAD_DATA, sum("x", text), "keops: " + text + ": ");
    }

    @Test
    void filesOfTwoTypesAreAnErrorWithoutDtype() throws IOException {
        Path y = folder.resolve("y.npy");
        Npy.write(y, Tensor.of(new double[] {1, 2}, 1, 2));
        assertError(ExitCode.BAD_DATA, "the files must have one element type, but " + x + " is float32 and " + y
                + " is float64: --dtype float32 or --dtype float64 converts them",
                sum("x + y", x, "--over", "j", "--alias", "y = Vj(2)", "--arg", y));
    }

    @Test
    void wholeNumbersThatWouldBeRoundedAreAnErrorWithoutDtype() throws IOException {
        Path labels = folder.resolve("labels.npy");
        Npy.write(labels, Tensor.of(new long[] {1, (1L << 53) + 1}, 1, 2));
        assertLine(ExitCode.BAD_DATA, sum("x", labels), "9007199254740993", "float64 does not hold exactly");
        assertEquals(ExitCode.OK, sum("x", labels, "--dtype", "float64").exitCode());
    }

    @Test
    void oneStandardOutputTakesOneResult() {
        assertError(ExitCode.BAD_DATA, "--out -: cannot be written: it takes another output",
                sum("x", x, "--reduction", "Min_ArgMin", "--out", "-", "--out", "-"));
        assertEquals(new Cli(ExitCode.BAD_USE, "", """
                keops: --json and '--out -' both print the result: leave one of them out
                Try 'keops reduce --help'.
                """), sum("x", x, "--json", "--out", "-"));
    }

    @Test
    void aConversionThatOverflowsIsAnError() throws IOException {
        Path large = folder.resolve("large.npy");
        Npy.write(large, Tensor.of(new double[] {1, 1e300}, 1, 2));
        Cli run = sum("x", large, "--dtype", "float32");
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().endsWith(large + ": element 1, 1.0E300, is too large for float32\n"), run.err());
    }

    @Test
    void anUnknownReductionIsBadData() {
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--reduction", "Product"), "'Product'", "Sum");
    }

    @Test
    void moreFilesThanOutputsAreBadUse() throws IOException {
        Path a = folder.resolve("a.npy");
        assertEquals(new Cli(ExitCode.BAD_USE, "", """
                keops: --out came 2 times, but Sum has 1 output
                Try 'keops reduce --help'.
                """), sum("x", x, "--out", a, "--out", folder.resolve("b.npy")));
        assertFalse(Files.exists(a));
    }

    @Test
    void aGradientAndItsCotangentComeTogether() {
        for (String[] options : new String[][] {{"--gradient", "x"}, {"--cotangent", "1"}}) {
            assertEquals(new Cli(ExitCode.BAD_USE, "", """
                    keops: --gradient and --cotangent come together, but one of them is missing
                    Try 'keops reduce --help'.
                    """), sum("x", x, (Object[]) options));
        }
    }

    @Test
    void aGradientThatDoesNotFitIsNamed() throws IOException {
        Path e = folder.resolve("e.npy");
        Npy.write(e, Tensor.of(new double[] {1, 2}, 1, 2));
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--gradient", "z", "--cotangent", "1"), "there is no argument 'z'");
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--gradient", "x", "--cotangent", "1,2"),
                "one number for all", "2 numbers");
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--gradient", "x", "--cotangent", "nowhere.npy"), "no such file");
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--gradient", "x", "--cotangent", e), "element type", "--dtype");
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--gradient", "x", "--cotangent", x), "the cotangent must be like",
                "float32 (1, 2)", "float32 (2, 2)");
        assertEquals(ExitCode.BAD_USE, sum("x", x, "--gradient", "x", "--cotangent", "1", "--out", e,
                "--out", folder.resolve("f.npy")).exitCode());
    }

    @Test
    void aMissingKIsBadData() {
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--reduction", "KMin"), "KMin needs a number K", "--k gives it");
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--reduction", "KMni"), "'KMni'");
    }

    @Test
    void anUnknownBackEndHasItsOwnCode() {
        assertLine(ExitCode.NO_BACKEND, sum("x", x, "--backend", "abacus"), "'abacus'", "CPU");
    }

    @Test
    void aBadCommandLineIsBadUse() {
        for (List<String> options : List.of(
                List.of("--axis", "2"), List.of("--over", "k"), List.of("--over", "j", "--axis", "1"),
                List.of("--threads", "0"),
                List.of("--dtype", "int64"), List.of("--colour"), List.of("--formula", "x"))) {
            Cli run = sum("x", x, options.toArray());
            assertEquals(ExitCode.BAD_USE, run.exitCode(), run.toString());
            assertTrue(run.err().startsWith("keops: "), run.err());
            assertTrue(run.err().endsWith("\nTry 'keops reduce --help'.\n"), run.err());
        }
        assertEquals("keops: Missing required option: '--formula=F'\nTry 'keops reduce --help'.\n",
                Cli.run("reduce").err());
    }

    @Test
    void debugShowsWhere() {
        Cli run = sum("Epx(x)", x, "--debug");
        assertEquals(ExitCode.BAD_DATA, run.exitCode());
        assertTrue(run.err().contains("\n\tat "), run.err());
        assertFalse(sum("Epx(x)", x).err().contains("\tat "));
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path out = Files.writeString(folder.resolve("out.npy"), "precious");
        Npy.write(folder.resolve("y.npy"), Tensor.of(new float[] {1}, 1, 1));
        Cli run = sum("x", folder.resolve("y.npy"), "--out", out);
        assertEquals(ExitCode.BAD_DATA, run.exitCode(), run.err());
        assertEquals("precious", Files.readString(out));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(3, files.count());
        }
    }

    @Test
    void whatIsReadIsNotWritten() throws IOException {
        byte[] before = Files.readAllBytes(x);
        Path hard = Files.createLink(folder.resolve("hard.npy"), x);
        Path soft = Files.createSymbolicLink(folder.resolve("soft.npy"), Path.of("x.npy"));
        Path around = folder.resolve("no/../x.npy");
        Files.createDirectory(folder.resolve("no"));
        assertError(ExitCode.BAD_DATA, "--out " + x + ": cannot be written: it is an input of this reduction",
                sum("x", x, "--out", x));
        for (Path other : List.of(hard, soft, around)) {
            assertError(ExitCode.BAD_DATA, "--out " + other + ": cannot be written: it is an input of this reduction,"
                    + " by the name of " + x, sum("x", x, "--out", other));
        }
        assertLine(ExitCode.BAD_DATA, sum("x", x, "--gradient", "x", "--cotangent", hard, "--out", soft),
                "by the name of");
        Path a = folder.resolve("a.npy");
        assertError(ExitCode.BAD_DATA, "--out " + a + ": cannot be written: it takes another output",
                sum("x", x, "--reduction", "Min_ArgMin", "--out", a, "--out", a));
        assertFalse(Files.exists(a));
        assertArrayEquals(before, Files.readAllBytes(x));
    }

    @Test
    void aPlaceThatCannotBeWrittenIsFoundBeforeTheWork() {
        Path out = folder.resolve("no/such/out.npy");
        assertError(ExitCode.BAD_DATA, out + ": the folder " + out.getParent() + " does not exist",
                sum("x", "never looked at", "--out", out));
        assertError(ExitCode.BAD_DATA, folder + ": cannot be written: it is a folder",
                sum("x", "never looked at", "--out", folder));
        assertFalse(Files.exists(out));
    }
}
