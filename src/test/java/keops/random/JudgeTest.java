package keops.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import keops.formula.Category;
import keops.formula.Formula;
import keops.formula.Variable;
import keops.program.Evaluator;
import keops.program.Scalar;
import keops.program.Stage;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** The bounds of the random tests are neither too wide to find an error nor narrower than honest rounding. */
class JudgeTest {
    @Test
    void aSumThatIsOffByALittleIsWrong() {
        var random = new SplittableRandom(1);
        var terms = new Terms(20, 1, DType.FLOAT32);
        double sum = 0;
        for (int j = 0; j < 20; j++) {
            double term = random.nextDouble();
            sum += term;
            terms.set(j, 0, term, term * 0x1p-23);
        }
        assertEquals("", SumJudge.PLAIN.of(terms, List.of(new double[] {sum * (1 + 1e-7)})).wrong());
        assertTrue(SumJudge.PLAIN.of(terms, List.of(new double[] {sum * (1 + 1e-5)})).isWrong());
        assertTrue(SumJudge.PLAIN.of(terms, List.of(new double[] {Double.NaN})).isWrong());
        assertTrue(SumJudge.PLAIN.of(terms, List.of(new double[] {Double.POSITIVE_INFINITY})).isWrong());
    }

    @Test
    void theBoundOfAKernelIsAFewUlps() {
        double[] bound = bound("Exp(-SqDist(x,y))", 0.3, 0.7);
        assertEquals(Math.exp(-0.16), bound[0], 1e-7);
        assertTrue(bound[1] > 0x1p-24 && bound[1] < 10 * 0x1p-24, "bound " + bound[1]);
    }

    @Test
    void cancellationWidensTheBound() {
        double[] bound = bound("(1000 + x) - 1000", 0.3, 0.7);
        assertTrue(bound[1] > 500 * 0x1p-24 && bound[1] < 2000 * 0x1p-24, "bound " + bound[1]);
    }

    @Test
    void jumpsAreUncertainOnlyWhereRoundingCanCrossThem() {
        assertEquals(0, bound("Floor(x)", 1, 0)[1]);
        assertTrue(bound("Floor(3 * (x / 3))", 1, 0)[1] >= 1);
        assertEquals(0, bound("Floor(3 * (x / 3) + 0.25)", 1, 0)[1]);
        assertEquals(0, bound("Sign(x - y)", 0.5, 0.5)[1], "a difference of equal numbers is exact");
        assertTrue(bound("Sqrt(3 * (x / 3) - x)", 1, 0)[1] == Double.POSITIVE_INFINITY);
        assertTrue(bound("Log(x)", -1, 0)[1] == Double.POSITIVE_INFINITY);
    }

    private static double[] bound(String text, double x, double y) {
        var arguments = List.of(new Variable("x", 0, 1, Category.I), new Variable("y", 1, 1, Category.J));
        Formula formula = Formula.parse(text, "x = Vi(1)", "y = Vj(1)");
        var program = new RandomCase(formula, Optional.empty(), arguments, List.of(), 1, 1, 1,
                DrawnReduction.ALL.getFirst(), 1)
                .program();
        var analysis = new RoundingAnalysis(program, DType.FLOAT32);
        var inputs = new Evaluator.Inputs() {
            @Override
            public double load(Scalar.Load load) {
                return load.argument() == 0 ? x : y;
            }

            @Override
            public double index(Stage stage) {
                return 0;
            }
        };
        for (Stage stage : Stage.values()) {
            analysis.compute(stage, inputs);
        }
        int output = program.outputs().getFirst();
        return new double[] {analysis.value(output), analysis.error(output)};
    }
}
