package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import keops.program.BinaryFunction;
import keops.program.Scalar;
import keops.program.UnaryFunction;
import org.junit.jupiter.api.Test;

/** The table of functions: its numbers are plausible, and its ranges hold. */
class FunctionFactsTest {
    private static final int DRAWS = 2_000;

    /** A number in a range. */
    private static double draw(Random random, ValueRange range) {
        double size = Math.scalb(random.nextDouble(), random.nextInt(range.size() + 1));
        return range.atLeastZero() ? size : range.atMostZero() ? -size : random.nextBoolean() ? size : -size;
    }

    private static ValueRange range(Random random) {
        int sign = random.nextInt(3);
        return new ValueRange(random.nextInt(31), sign == 1, sign == 2);
    }

    private static void check(ValueRange range, double value, String what) {
        if (!range.equals(ValueRange.UNKNOWN)) {
            assertFalse(Double.isNaN(value), what);
            assertTrue(!range.isFinite() || Math.abs(value) <= Math.scalb(1.0, range.size()), what);
            assertTrue(!range.atLeastZero() || value >= 0, what);
            assertTrue(!range.atMostZero() || value <= 0, what);
        }
    }

    @Test
    void valuesOfFunctionsAreInTheirRanges() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (UnaryFunction function : UnaryFunction.values()) {
            for (int k = 0; k < DRAWS; k++) {
                ValueRange a = range(random);
                double x = draw(random, a);
                check(FunctionFacts.of(function).range().of(a, a, true), function.apply(x),
                        function + " of " + x + " in " + a + ", seed " + seed);
            }
        }
    }

    @Test
    void valuesOfFunctionsOfTwoAreInTheirRanges() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (BinaryFunction function : BinaryFunction.values()) {
            for (int k = 0; k < DRAWS; k++) {
                ValueRange a = range(random);
                ValueRange b = range(random);
                double x = draw(random, a);
                double y = draw(random, b);
                String what = function + " of " + x + " and " + y + " in " + a + " and " + b + ", seed " + seed;
                check(FunctionFacts.of(function).range().of(a, b, false), function.apply(x, y), what);
                check(FunctionFacts.of(function).range().of(a, a, true), function.apply(x, x), what);
            }
        }
    }

    @Test
    void whatIsAtHandTakesNothing() {
        FunctionFacts facts = FunctionFacts.of(new Scalar.Constant(1));
        assertEquals(0, facts.bytes() + facts.latency() + facts.constants());
        assertEquals(0, facts.operations().cycles());
    }

    @Test
    void everyOperationTakesBytesAndTime() {
        for (UnaryFunction function : UnaryFunction.values()) {
            assertTrue(FunctionFacts.of(function).bytes() > 0 && FunctionFacts.of(function).latency() > 0);
            assertTrue(FunctionFacts.of(function).operations().cycles() > 0, function.toString());
        }
        assertTrue(FunctionFacts.of(UnaryFunction.EXP).latency() > FunctionFacts.of(BinaryFunction.DIVIDE).latency());
        assertEquals(FunctionFacts.of(UnaryFunction.EXP).bytes(),
                FunctionFacts.of(new Scalar.Unary(UnaryFunction.EXP, 0)).bytes());
    }
}
