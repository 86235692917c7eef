package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import org.junit.jupiter.api.Test;

/** Which index a reduction goes over is said by its name or by its number, and is not guessed. */
class AxisTest {
    private static final double[] X = {1, 2};
    private static final double[] Y = {10, 20, 30};

    private static GenredBuilder product() {
        return Genred.of("x * y", "x = Vi(1)", "y = Vj(1)");
    }

    @Test
    void overJGivesARowPerI() {
        assertArrayEquals(new double[] {60, 120}, product().overJ().build().call(X, Y).toDoubleArray());
        assertEquals("Sum over j of x * y", product().overJ().build().toString());
    }

    @Test
    void overIGivesARowPerJ() {
        assertArrayEquals(new double[] {30, 60, 90}, product().overI().build().call(X, Y).toDoubleArray());
        assertEquals("Sum over i of x * y", product().overI().build().toString());
    }

    @Test
    void axesHaveNumbersToo() {
        assertEquals("Sum over j of x * y", product().axis(1).build().toString());
        assertEquals("Sum over i of x * y", product().axis(0).build().toString());
        assertEquals("Sum over i of x * y", product().overJ().axis(0).build().toString());
        assertEquals("the axis must be 0 (reduce over i) or 1 (reduce over j), but is 2",
                assertThrows(FormulaException.class, () -> product().axis(2)).getMessage());
    }

    @Test
    void whatIsIndexedByIAloneIsReducedOverI() {
        assertArrayEquals(new double[] {3}, Genred.of("x", "x = Vi(1)").build().call(X).toDoubleArray());
        assertArrayEquals(new double[] {2}, Genred.of("p", "p = Pm(1)").build().call(2.0).toDoubleArray());
    }

    @Test
    void whereSomethingIsIndexedByJTheAxisMustBeSaid() {
        Stream.of(product(), Genred.of("y", "y = Vj(1)"), Genred.of("x + Vj(1,1)", "x = Vi(1)"), Genred.of("J"),
                        Genred.of("x", "x = Vi(1)", "y = Vj(1)"),
                        Genred.of("x", "x = Vi(1)").reduction(Reduction.SUM_SOFT_MAX_WEIGHT).weight("J"))
                .forEach(builder -> {
                    String message = assertThrows(FormulaException.class, builder::build).getMessage();
                    assertEquals(
                            " goes over j or over i: say which, by overJ(), axis 1, for a row per i, or by overI(),"
                            + " axis 0, for a row per j", message.substring(message.indexOf(" goes ")));
                });
        assertEquals(
                        "the reduction of x * y goes over j or over i: say which, by overJ(), axis 1, for a row per "
                                + "i, or by overI(), axis 0, for a row per j",
                assertThrows(FormulaException.class, product()::build).getMessage());
    }
}
