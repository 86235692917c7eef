package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import keops.cpu.code.Exponent;
import keops.program.BinaryFunction;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;

/** Which exponentials need fewer guards where data is moderate. */
class FastExponentsTest {
    private final Programs program = new Programs();

    private FastExponents of(int exponent) {
        return FastExponents.of(program.staged(program.of(UnaryFunction.EXP, exponent)));
    }

    @Test
    void aNegatedSquareIsNotPositive() {
        int exponent = program.of(UnaryFunction.NEGATE, program.squaredDistance(3));
        assertEquals(new FastExponents(Map.of(exponent + 1, Exponent.NOT_POSITIVE), Set.of()), of(exponent));
    }

    @Test
    void aSquareTimesDataIsNotPositiveWhereTheDataIsNot() {
        int parameter = program.parameter(0);
        int exponent = program.of(BinaryFunction.MULTIPLY, program.squaredDistance(2), parameter);
        assertEquals(new FastExponents(Map.of(exponent + 1, Exponent.NOT_POSITIVE), Set.of(parameter)), of(exponent));
    }

    @Test
    void aDifferenceIsANumberOfEitherSign() {
        int exponent = program.of(BinaryFunction.SUBTRACT, program.row(0), program.column(0));
        assertEquals(new FastExponents(Map.of(exponent + 1, Exponent.NUMBER), Set.of()), of(exponent));
    }

    @Test
    void aLogarithmMayBeNaN() {
        int exponent = program.of(
                UnaryFunction.LOG, program.of(BinaryFunction.ADD, program.row(0), program.column(0)));
        assertEquals(Map.of(), of(exponent).values());
    }

    @Test
    void aProductThatMayOverflowIsNotKnown() {
        int square = program.squaredDistance(1);
        int exponent = program.of(BinaryFunction.MULTIPLY, square, square);
        assertEquals(Map.of(exponent + 1, Exponent.NUMBER), of(exponent).values());
        var larger = new Programs();
        int once = larger.squaredDistance(1);
        int twice = larger.of(BinaryFunction.MULTIPLY, once, once);
        int exponential = larger.of(UnaryFunction.EXP, larger.of(BinaryFunction.MULTIPLY, twice, once));
        assertEquals(Map.of(), FastExponents.of(larger.staged(exponential)).values());
    }

    @Test
    void anExponentRelativeToTheLargestIsANumber() {
        int f = program.of(BinaryFunction.SUBTRACT, program.row(0), program.column(0));
        int exponent = program.of(BinaryFunction.ADD, f, program.supplied(0));
        assertEquals(Map.of(exponent + 1, Exponent.NUMBER), of(exponent).values());
    }

    @Test
    void theTermsOfAFoldAreAddedUp() {
        int exponent = program.scalarProduct(40);
        assertEquals(Map.of(exponent + 1, Exponent.NUMBER), of(exponent).values());
    }
}
