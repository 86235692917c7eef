package keops.cachetool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import keops.console.ReducedIndex;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RequestFileTest {
    @TempDir
    private Path folder;

    private List<Request> read(String text) throws IOException {
        return RequestFile.read(Files.writeString(file(), text));
    }

    private Path file() {
        return folder.resolve("kernels.txt");
    }

    private void assertError(String message, String text) {
        FormulaException e = assertThrows(FormulaException.class, () -> read(text));
        assertEquals(message.replace("FILE", file().toString()).stripTrailing(), e.getMessage());
    }

    @Test
    void paragraphsAreRequests() throws IOException {
        assertEquals(
                List.of(
                        new Request("Exp(-g * SqDist(x,y)) * b", Optional.empty(),
                                List.of("g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)"), Reduction.SUM,
                                Optional.of(ReducedIndex.J),
                                List.of(DType.FLOAT32, DType.FLOAT64), List.of("x", "b")),
                        new Request("SqDist(x,y)", Optional.empty(), List.of("x = Vi(2)", "y = Vj(2)"),
                                Reduction.kMin(5), Optional.of(ReducedIndex.I),
                                List.of(DType.FLOAT32), List.of()),
                        new Request("x|y", Optional.of("w"), List.of("x = Vi(2)", "y = Vj(2)", "w = Vj(4)"),
                                Reduction.SUM_SOFT_MAX_WEIGHT, Optional.of(ReducedIndex.J), List.of(DType.FLOAT64),
                                List.of()),
                        new Request("Exp(x)", Optional.empty(), List.of("x = Vi(2)"), Reduction.SUM, Optional.empty(),
                                List.of(DType.FLOAT32), List.of())),
                read("""
                        # What the nightly job computes.
                        formula: Exp(-g * SqDist(x,y)) * b
                        alias: g = Pm(1)
                        alias: x = Vi(3)
                        # in the middle
                        alias: y = Vj(3)
                        alias: b = Vj(1)
                        over: j
                        dtype: float32 , float64
                        gradient: x, b


                        alias:   x = Vi(2)
                        alias:   y = Vj(2)
                        reduction: KMin
                        k: 5
                        axis: 0
                        formula:SqDist(x,y)\s\s
                        \t
                        formula: x|y
                        weight: w
                        alias: x = Vi(2)
                        alias: y = Vj(2)
                        alias: w = Vj(4)
                        reduction: SumSoftMaxWeight
                        axis: 1
                        dtype: float64

                        formula: Exp(x)
                        alias: x = Vi(2)"""));
    }

    @Test
    void anUnknownNameIsShownWithTheOneThatWasMeant() {
        assertError("""
                FILE:2:1: there is no 'formla' here (did you mean 'formula'?), but formula, weight, alias, \
                reduction, k, over, axis, dtype, gradient
                  formla: Exp(x)
                  ^
                """, "alias: x = Vi(1)\nformla: Exp(x)\n");
    }

    @Test
    void aLineNeedsAColonAndAValue() {
        assertError("""
                FILE:1:15: a name and a colon are expected, as in 'formula: Exp(x)'
                  formula Exp(x)
                                ^
                """, "formula Exp(x)\n");
        assertError("""
                FILE:1:12: a value is expected after the colon
                  formula:  \s
                             ^
                """, "formula:   \n");
    }

    @Test
    void aMistakeInAFormulaIsShownAtItsPlace() {
        assertError("""
                FILE:3:10: unknown function 'Exq' at column 5 (did you mean 'Exp'?); \
                docs/operators.md and './keops operators' list all
                  x * Exq(x)
                      ^
                """, "#\n\nformula: x * Exq(x)\nalias: x = Vi(1)\n");
    }

    @Test
    void mistakesInTheOtherLinesAreShownAtTheirs() {
        String good = "formula: Exp(x) * y\nalias: x = Vi(1)\nalias: y = Vj(1)\n";
        assertPlace("FILE:2:8: ", "formula: x\nalias: x = Vk(1)\n");
        assertPlace("FILE:3:8: ", "formula: x\nalias: x = Vi(1)\nalias: x = Vj(1)\n");
        assertPlace("FILE:4:12: unknown reduction 'Mean'", good + "reduction: Mean\n");
        assertPlace("FILE:4:12: KMin needs a number K", good + "reduction: KMin\n");
        assertPlace("FILE:4:4: the number of values that are kept is expected, but 'many' came", good + "k: many\n");
        assertPlace("FILE:4:7: expected j or i (or their numbers, 1 or 0), but '2' came", good + "axis: 2\n");
        assertPlace("FILE:4:8: expected float16 or bfloat16 or float32 or float64, but 'int8' came",
                good + "dtype: float32,int8\n");
        assertPlace("FILE:4:11: ", good + "gradient: z\nover: j\n");
        assertPlace("FILE:4:9: ", good + "weight: Exp(\n");
        assertPlace("FILE:5:7: 'axis' is there already; a blank line begins the next formula",
                good + "axis: 1\nover: i\n");
        assertPlace("FILE:1:8: this paragraph has no formula", "alias: x = Vi(1)\n");
    }

    @Test
    void whereAnythingIsIndexedByJTheIndexIsNamed() {
        assertError("""
                FILE:1:10: over which index? A line 'over: j' gives a row per i, 'over: i' a row per j
                  formula: x * y
                           ^
                """, "formula: x * y\nalias: x = Vi(1)\nalias: y = Vj(1)\n");
        assertPlace("FILE:1:10: over which index?", "formula: x * Vj(1,1)\nalias: x = Vi(1)\n");
        assertPlace("FILE:2:10: over which index?",
                "alias: x = Vi(1)\nformula: x\nweight: Vj(1,1)\nreduction: SumSoftMaxWeight\n");
    }

    private void assertPlace(String beginning, String text) {
        FormulaException e = assertThrows(FormulaException.class, () -> read(text));
        assertTrue(e.getMessage().startsWith(beginning.replace("FILE", file().toString())), e.getMessage());
    }

    @Test
    void columnsAreCharactersAndNotHalvesOfThem() {
        assertPlace("FILE:1:1: there is no '\ud835\udc65\ud835\udc65' here", "\ud835\udc65\ud835\udc65: x\n");
        assertPlace("FILE:1:3: a name and a colon", "\ud835\udc65\ud835\udc65\n");
    }

    @Test
    void aFileWithoutFormulasIsAnError() {
        assertError("FILE: no formula is in it; one is a line 'formula: Exp(x)'", "# nothing\n\n");
        assertError("FILE: no formula is in it; one is a line 'formula: Exp(x)'", "");
    }

    @Test
    void aFileThatCannotBeReadIsAnError() throws IOException {
        assertThrows(NoSuchFileException.class, () -> RequestFile.read(folder.resolve("none")));
        Files.write(file(), "formula: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        IOException e = assertThrows(IOException.class, () -> RequestFile.read(file()));
        assertEquals(file() + ": it is not a text in UTF-8", e.getMessage());
    }
}
