package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import keops.program.BinaryFunction;
import keops.program.Evaluator;
import keops.program.Program;
import keops.program.ProgramBuilder;
import keops.program.Scalar;
import keops.program.Stage;
import org.junit.jupiter.api.Test;

/** Powers by constant halves are roots and products, with the values of powers everywhere. */
class HalfPowersTest {
    private static Program power(double exponent) {
        var builder = ProgramBuilder.unlimited();
        int base = builder.add(new Scalar.Load(0, 0, Stage.ROW));
        return builder.build(List.of(builder.pow(base, builder.constant(exponent))));
    }

    private static boolean hasPower(Program program) {
        return program.values().stream().anyMatch(value ->
                value instanceof Scalar.Binary(BinaryFunction f, int _, int _) && f == BinaryFunction.POW);
    }

    private static double value(Program program, double base) {
        var evaluator = new Evaluator(program);
        evaluator.compute(EnumSet.of(Stage.ROW), new Evaluator.Inputs() {
            @Override
            public double load(Scalar.Load load) {
                return base;
            }

            @Override
            public double index(Stage stage) {
                throw new AssertionError();
            }
        });
        return evaluator.value(program.outputs().getFirst());
    }

    @Test
    void powersByHalvesHaveTheValuesOfPowers() {
        double[] bases = {0, -0.0, 1, 2, 0.3, 1e-300, 4e-320, 1e300, 1e100, 1e-100, -1, -1e-3, Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY, Double.NaN, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 1e-88, 1e-87};
        for (double exponent : new double[] {0.5, 1.5, 2.5, 3.5, -0.5, -1.5, -2.5, -3.5}) {
            Program rewritten = RandomPrograms.verified(new HalfPowers(), power(exponent));
            assertFalse(hasPower(rewritten), "" + exponent);
            for (double base : bases) {
                double expected = Math.pow(base, exponent);
                double actual = value(rewritten, base);
                String what = base + "^" + exponent + ": " + actual + ", not " + expected;
                if (Double.isFinite(expected) && expected != 0) {
                    assertTrue(Math.abs(actual - expected) <= 4 * Math.ulp(expected), what);
                } else {
                    assertEquals(expected, actual, what);
                }
            }
        }
    }

    @Test
    void otherPowersStay() {
        for (double exponent : new double[] {0.25, 4.5, -4.5, 1e300, Double.NaN, 1.0 / 3}) {
            Program program = power(exponent);
            assertEquals(program, new HalfPowers().apply(program));
        }
    }

    @Test
    void valuesOfRandomProgramsStay() {
        RandomPrograms.assertKeepsValues(new HalfPowers(), 1e-12);
    }
}
