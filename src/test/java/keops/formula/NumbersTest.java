package keops.formula;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import keops.execution.Backend;
import keops.Genred;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formulas without variables: a number that was computed beforehand is the one that a back end computes. */
class NumbersTest {
    private static final long SEED = 20261128;
    private static final int FORMULAS = 3000;
    private static final List<String> CONSTANTS =
            List.of("0", "1", "(-1)", "2", "0.5", "(-0.5)", "3", "(-1000)", "1000",
            "1e200", "(-1e200)", "1e-200", "1e-310", "0.1", "(-1.5)");
    private static final List<String> UNARY =
            List.of("Exp(%s)", "Log(%s)", "Rsqrt(%s)", "Abs(%s)", "Sign(%s)", "Step(%s)",
            "Floor(%s)", "Square(%s)", "Inv(%s)", "Sin(%s)", "Tanh(%s)", "Sigmoid(%s)", "Softplus(%s)", "XLogX(%s)",
            "Log1p(%s)", "Atan(%s)", "Asin(%s)", "LogSumExp(%s)", "LogSumExp(Concat(%s,1))", "Max(Concat(%s,1))",
            "Pow(%s,50)", "Pow(%s,-2)", "Powf(%s,0.7)", "Round(%s,1)", "Clamp(%s,-1,2)", "Normalize(%s)",
            "ArgMax(Concat(1,%s))", "OneHot(%s,1)", "BinaryScale(%s)", "AbsSlope(%s,0)", "Erf(%s)");
    private static final List<String> BINARY = List.of("(%s + %s)", "(%s - %s)", "(%s * %s)", "(%s / %s)", "(%s == %s)",
            "(%s < %s)", "(%s <= %s)", "(%s != %s)", "Atan2(%s,%s)", "Powf(%s,%s)", "Mod(%s,%s,0)", "SqDist(%s,%s)",
            "IfElse(%s,%s,1)", "AtZero(%s,%s,2)");

    @ParameterizedTest
    @ValueSource(strings = {"LogSumExp(1000)", "Sin(LogSumExp(1000))", "Floor(-3)", "Step(Floor(-3))", "OneHot(0.5,1)",
        "IfElse(Tanh(1e200),0.5,1)", "1e200 * 1e200 < 1", "Sign(Round(2,1))", "Mod(2,0.1,0)", "(1 + 1e-14) - 1"})
    void anExponentIsTheNumberThatItsFormulaIs(String formula) {
        requireSame(formula);
    }

    @Test
    void exponentsOfRandomConstantsAreTheNumbersThatTheirFormulasAre() {
        Random random = new Random(SEED);
        for (int k = 0; k < FORMULAS; k++) {
            requireSame(formula(random, 1 + random.nextInt(3)));
        }
    }

    private static String formula(Random random, int depth) {
        if (depth == 0) {
            return oneOf(random, CONSTANTS);
        } else if (random.nextBoolean()) {
            return oneOf(random, UNARY).formatted(formula(random, depth - 1));
        }
        return oneOf(random, BINARY).formatted(formula(random, depth - 1), formula(random, random.nextInt(depth)));
    }

    private static String oneOf(Random random, List<String> texts) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static void requireSame(String formula) {
        double value = valueAtTwo(formula);
        double expected = Math.pow(2, value);
        double power = valueAtTwo("Powf(x," + formula + ")");
        double tolerance = 1e-11 * Math.abs(expected) * Math.max(1, Math.abs(value));
        boolean isSame = Double.compare(expected, power) == 0 || Math.abs(expected - power) <= tolerance;
        assertTrue(isSame, () -> "seed " + SEED + ": 2**" + formula + " is " + expected + ", but is given as " + power);
    }

    private static double valueAtTwo(String formula) {
        Genred value = Genred.of(formula, "x = Vi(1)").overJ().backend(Backend.REFERENCE).build();
        return value.call(new double[] {2}).getDouble(0, 0);
    }
}
