package keops.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import keops.error.FormulaException;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of text are read as they were meant, or not at all. */
class CsvInputTest {
    private static final String CITIES = """
            city,lat,lon,"population, 1000"
            Paris,48.85,2.35,2103
            "Rio de Janeiro",-22.9,-43.2,6.2e3
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("x.csv"), text);
    }

    /** Reads a file, with {@code columns} as the user writes them, or "" for all. */
    private static Tensor read(Path file, String columns) throws IOException {
        String given = columns.isEmpty() ? file.toString() : file + ":" + columns;
        return CsvInput.read((Given.Csv) Given.parse(given), Arena.ofAuto());
    }

    private void assertRead(String text, String columns, double[]... rows) throws IOException {
        Tensor read = read(file(text), columns);
        assertEquals(DType.FLOAT64, read.dtype());
        assertArrayEquals(new long[] {rows.length, rows[0].length}, read.shape(), text);
        assertArrayEquals(Tensor.of(rows).toDoubleArray(), read.toDoubleArray(), text);
    }

    private void assertError(String message, String text, String columns) throws IOException {
        Path file = file(text);
        var e = assertThrows(FormulaException.class, () -> read(file, columns), text);
        assertEquals(file + ": " + message, e.getMessage());
    }

    private static double[] row(double... numbers) {
        return numbers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"lat,lon", "2,3", "2-3", "lat,3", " lat , lon "})
    void columnsAreTakenByNameOrNumber(String columns) throws IOException {
        assertRead(CITIES, columns, row(48.85, 2.35), row(-22.9, -43.2));
    }

    @Test
    void columnsComeInTheOrderThatIsAskedFor() throws IOException {
        assertRead(CITIES, "\"population, 1000\",lat,lat", row(2103, 48.85, 48.85), row(6200, -22.9, -22.9));
        assertRead("1,2,3\n4,5,6\n", "3,1-2", row(3, 1, 2), row(6, 4, 5));
    }

    @Test
    void aNameIsMeantBeforeANumber() throws IOException {
        assertRead("2,1,x\n3,4,5\n", "2,1,3", row(3, 4, 5));
        assertRead("y,1-2,x\n3,4,5\n", "1-2", row(4));
    }

    @Test
    void withoutColumnsAllAreTaken() throws IOException {
        assertRead("a,b\n1,2\n3,4\n", "", row(1, 2), row(3, 4));
    }

    @Test
    void aFirstLineOfNumbersIsNoHeader() throws IOException {
        assertRead("1,2\n3,4", "", row(1, 2), row(3, 4));
        assertRead("NaN,-Infinity\ninf,nan\n", "", row(Double.NaN, Double.NEGATIVE_INFINITY),
                row(Double.POSITIVE_INFINITY, Double.NaN));
        assertError("line 1: column 2: there is no number", "1,\n3,4\n", "");
        assertError("there is no column 'x'; there are: 1, 2", "1,2\n3,4\n", "x");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void linesEndInAnyWay(String end) throws IOException {
        String text = "a,b\n1,2\n3,4\n".replace("\n", end);
        assertRead(text, "b", row(2), row(4));
        assertRead(text.stripTrailing(), "b", row(2), row(4));
        assertRead(text + end + end, "b", row(2), row(4));
    }

    @Test
    void byteOrderMarksAreNoPartOfTheFirstName() throws IOException {
        assertRead("\uFEFFa,b\n1,2\n", "a", row(1));
        Path wide = Files.write(folder.resolve("wide.csv"), "\uFEFFa,b\r\n1,2\r\n".getBytes(StandardCharsets.UTF_16LE));
        assertArrayEquals(new double[] {1}, read(wide, "a").toDoubleArray());
    }

    @Test
    void quotesHoldCommasQuotesAndLines() throws IOException {
        assertRead("name,\"the \"\"x\"\"\"\n\"a, b\nc\",\" 1.5 \"\n", "\"the \"\"x\"\"\"", row(1.5));
        assertError("line 4: column x: 'z' is not a number", "name,x\n\"two\nlines\",1\nq,z\n", "x");
    }

    @ParameterizedTest
    @CsvSource({"1d", "0x10", "1f", "abc", "--1", "1e", ".", "NA", "1_000", "٣", "1 2", "'$1'", "null", "e"})
    void whatIsNoNumberIsShownWithItsPlace(String text) throws IOException {
        assertError("line 3: column b: '" + text + "' is not a number", "a,b\n1,2\n3," + text + "\n", "b");
    }

    @ParameterizedTest
    @CsvSource({"1.5, 1.5", "+.5e-1, 0.05", "5., 5", "-0, -0.0", "1E3, 1000", "1e-999, 0"})
    void numbersAreWrittenInManyWays(String text, double number) throws IOException {
        assertRead("a\n" + text + "\n", "a", row(number));
    }

    @Test
    void decimalsAndColumnsOfOtherCountriesAreExplained() throws IOException {
        assertError("line 2: column a: '1,5' is not a number: decimals have a point, as in 1.5",
                "a,b\n\"1,5\",2\n", "a");
        assertError("line 1: the columns seem to be separated by ';', but commas are expected", "a;b\n1,5;2\n", "a");
        assertError("line 1: the columns seem to be separated by tabs, but commas are expected", "a\tb\n1\t2\n", "a");
    }

    @Test
    void theLanguageOfTheUserChangesNothing() throws IOException {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertRead("INFO,b\n1.5,Infinity\n", "INFO", row(1.5));
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertRead("a\nINFINITY\nNaN\n", "a", row(Double.POSITIVE_INFINITY), row(Double.NaN));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void whatIsMissingIsAnError() throws IOException {
        assertError("line 3: column b: there is no number", "a,b\n1,2\n3,\n", "");
        assertError("line 3: column b: there is no number", "a,b\n1,2\n3,\"\"\n", "");
        assertError("line 2: column a: there is no number", "a\n\n1\n", "");
        assertError("line 3: column a: there is no number", "a\n1\n\"\"\n", "");
        assertError("line 3: an empty line among others", "a,b\n1,2\n\n3,4\n", "");
        assertRead("a,b\n1,2\n,4\n", "b", row(2), row(4));
    }

    @Test
    void linesOfOtherLengthsAreErrors() throws IOException {
        assertError("line 3: it has 1 column, but the first line has 2", "a,b\n1,2\n3\n", "a");
        assertError("line 3: it has 3 columns, but the first line has 2", "a,b\n1,2\n3,4,\n", "a");
        assertError("line 4: it has 3 columns, but the first line has 2", "a,b\n\"x\ny\",2\n3,4,5\n", "b");
    }

    @Test
    void quotesThatAreNotClosedAreNamed() throws IOException {
        assertError("line 1: a quote (\") is opened and not closed", "a,\"b\n1,2\n3,4\n", "a");
        assertError("line 3: a quote (\") is opened and not closed", "a,b\n1,2\n\"3,4\n5,6\n", "a");
        assertError("line 2: a quote (\") is opened and not closed", "a,b\n1,\"2\n3,4\n", "a");
        assertError("line 1: a quote (\") is opened and not closed", "\"1,2\n3,4\n", "1");
        assertError("line 3: column a inch: 'x y' is not a number", "\"a\ninch\",b\n\"x\ny\",2\n", "1");
    }

    @Test
    void filesWithoutNumbersAreErrors() throws IOException {
        assertError("it is empty", "", "");
        assertError("it is empty", "\uFEFF", "a");
        assertError("it has a header, and no numbers below it", "a,b\n", "a");
        assertError("it has a header, and no numbers below it", "a,b\n\n\n", "a");
    }

    @Test
    void unknownColumnsListThoseThatThereAre() throws IOException {
        assertError("there is no column 'Lat'; there are: city, lat, lon, population, 1000", CITIES, "Lat");
        for (String wrong : new String[] {"0", "5", "3-5", "3-2", "1-", "999999999999"}) {
            assertError("there is no column '" + wrong + "'; there are: a, b", "a,b\n1,2\n", wrong);
        }
        assertError("there are several columns 'a': numbers tell them apart, which are 1, 3", "a,b,a\n1,2,3\n", "a");
        String many = "x".repeat(3) + ",".repeat(30);
        assertTrue(assertThrows(FormulaException.class, () -> read(file(many), "z")).getMessage()
                .endsWith(" and 11 more"));
        assertError("there is no column 'z'; there are: " + "x".repeat(40) + "..., b", "x".repeat(9999) + ",b\n", "z");
    }

    @Test
    void numbersThatDoNotFitAreErrors() throws IOException {
        assertError("line 2: column a: '1e999' is too large", "a\n1e999\n", "a");
    }

    @Test
    void longAndStrangeTextsAreShownInOneLine() throws IOException {
        assertError("line 2: column a: 'x y" + "z".repeat(37) + "...' is not a number",
                "a\n\"x\ny" + "z".repeat(999) + "\"\n", "a");
    }

    @Test
    void aQuoteThatDoesNotEndLosesNoRows() throws IOException {
        Path file = file("name,x\n\"a,1\nb,2\nc,3\n");
        var e = assertThrows(FormulaException.class, () -> read(file, "x"));
        assertTrue(e.getMessage().startsWith(file + ": line 2: "), e.getMessage());
    }

    @Test
    void aFolderIsNoFile() throws IOException {
        Path inner = Files.createDirectory(folder.resolve("inner.csv"));
        var e = assertThrows(FormulaException.class, () -> read(inner, ""));
        assertEquals(inner + ": it is a folder", e.getMessage());
    }

    @Test
    void aFileThatIsNoTextIsAnErrorInOneLine() throws IOException {
        byte[] noise = new byte[1 << 20];
        new Random(72).nextBytes(noise);
        Path file = Files.write(folder.resolve("noise.csv"), noise);
        var e = assertThrows(FormulaException.class, () -> read(file, "x"));
        assertEquals(1, e.getMessage().lines().count(), e.getMessage());
        assertTrue(e.getMessage().startsWith(file + ": ") && e.getMessage().length() < 1000, e.getMessage());
    }

    @Test
    void anInterruptEndsTheReading() throws IOException {
        Path file = file("a\n1\n");
        Thread.currentThread().interrupt();
        try {
            assertThrows(ClosedByInterruptException.class, () -> read(file, "a"));
        } finally {
            assertTrue(Thread.interrupted());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 70_000})
    void manyRowsAndColumnsKeepTheirOrder(int columns) throws IOException {
        var random = new Random(71);
        int rows = 200_000 / columns;
        double[] numbers = random.doubles((long) rows * columns).toArray();
        var text = new StringBuilder();
        for (int k = 0; k < numbers.length; k++) {
            text.append(numbers[k]).append((k + 1) % columns == 0 ? '\n' : ',');
        }
        Tensor read = read(file(text.toString()), "");
        assertArrayEquals(new long[] {rows, columns}, read.shape());
        assertArrayEquals(numbers, read.toDoubleArray());
    }
}
