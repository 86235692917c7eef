package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.ProgramBuilder;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;

/** Each part of a product is computed at its stage. */
class OrderProductsTest {
    @Test
    void valuesStayTheSameUpToRounding() {
        RandomPrograms.assertKeepsValues(new OrderProducts(), 1e-10);
    }

    private static long perPair(ProgramBuilder builder, int output) {
        return new OrderProducts().apply(builder.build(List.of(output))).operationsPerPair();
    }

    @Test
    void signsNumbersParametersAndReciprocalsLeaveThePair() {
        var builder = ProgramBuilder.unlimited();
        int g = builder.load(0, 0, Stage.PARAMETER);
        int x = builder.load(1, 0, Stage.ROW);
        int y = builder.load(2, 0, Stage.COLUMN);
        int pair = builder.sin(builder.subtract(x, y));
        assertEquals(3, perPair(builder, builder.negate(builder.multiply(g, pair))));
        assertEquals(3, perPair(builder, builder.divide(builder.multiply(builder.constant(3), pair), x)));
        int ordered = builder.multiply(builder.multiply(x, y), builder.multiply(g, x));
        assertEquals(1, perPair(builder, ordered));
    }

    @Test
    void factorsOfAnExponentFoldIntoBaseTwo() {
        var builder = ProgramBuilder.unlimited();
        int product = builder.multiply(builder.load(0, 0, Stage.PARAMETER),
                builder.sin(builder.subtract(builder.load(1, 0, Stage.ROW), builder.load(2, 0, Stage.COLUMN))));
        Program ordered = new OrderProducts().apply(builder.build(List.of(builder.exp(product))));
        assertTrue(ordered.values().getLast() instanceof Scalar.Unary(UnaryFunction function, int _)
                && function == UnaryFunction.EXP2, ordered.toString());
        assertEquals(4, ordered.operationsPerPair());
    }

    /** The floor of 49 (1/49) would be 0. */
    @Test
    void aQuotientThatDecidesStaysOne() {
        var builder = ProgramBuilder.unlimited();
        int x = builder.load(1, 0, Stage.ROW);
        int pair = builder.add(x, builder.load(2, 0, Stage.COLUMN));
        int decides = builder.floor(builder.divide(pair, x));
        Program ordered = new OrderProducts().apply(builder.build(List.of(decides)));
        assertTrue(ordered.values().stream().anyMatch(value ->
                value instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                        && function == BinaryFunction.DIVIDE
                        && ordered.stages().get(ordered.values().indexOf(value)) == Stage.PAIR), ordered.toString());
    }
}
