package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import keops.error.FormulaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenTest {
    @Test
    void numbersAreNumbers() {
        assertEquals(new Given.Numbers(List.of(0.5)), Given.parse("0.5"));
        assertEquals(new Given.Numbers(List.of(0.5, 2.0)), Given.parse("0.5,2"));
        assertEquals(new Given.Numbers(List.of(-1e-3, 0.25, 3.0)), Given.parse(" -1e-3 , .25, +3. "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.npy", "./1", "0.5,2.npy", "1,", "0x10", "1f", "nan", "1;2", "", "."})
    void anythingElseIsAFileOfArrays(String text) {
        assertEquals(new Given.Npy(Path.of(text), ""), Given.parse(text));
    }

    @Test
    void columnsOfAFileOfTextAreNamed() {
        assertEquals(new Given.Csv(Path.of("a/x.csv"), List.of()), Given.parse("a/x.csv"));
        assertEquals(new Given.Csv(Path.of("x.CSV"), List.of("lat", "3", "1-2")), Given.parse("x.CSV:lat, 3,1-2"));
        assertEquals(new Given.Csv(Path.of("x.csv"), List.of("a,b", "c:d", "e \"f\"")),
                Given.parse("x.csv:\"a,b\",c:d,\"e \"\"f\"\"\""));
        assertEquals("x.csv:lat,lon", Given.parse("x.csv:lat,lon").toString());
        assertEquals(new Given.Csv(Path.of("x.csv"), List.of("y.csv")), Given.parse("x.csv:y.csv"));
        assertEquals(new Given.Csv(Path.of("C:/x.csv"), List.of()), Given.parse("C:/x.csv"));
        assertEquals(new Given.Npy(Path.of("data.npz"), "x.csv:y"), Given.parse("data.npz:x.csv:y"));
    }

    @Test
    void aNumberBeyondDoubleIsAnError() {
        var e = assertThrows(FormulaException.class, () -> Given.parse("1,1e999"));
        assertEquals("the number 1e999 is too large", e.getMessage());
    }

    @Test
    void aTextThatCannotBeAFileIsAnError() {
        var e = assertThrows(FormulaException.class, () -> Given.parse("a\0b"));
        assertEquals("'a\0b' is neither a list of numbers nor the name of a file", e.getMessage());
    }
}
