package keops.cpu.reduction;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** What becomes of a plan, in words. */
class ExplanationTest {
    private static LaneChoice choice(String formula, Reduction reduction, SumScheme scheme) {
        return new LaneChoice(CpuReduction.of(PassesTest.plan(formula, reduction, scheme), DType.FLOAT32));
    }

    private static void says(String text, String... parts) {
        for (String part : parts) {
            assertTrue(text.contains(part), part + " in " + text);
        }
    }

    @Test
    void eachReductionNamesItsAccumulators() {
        says(Explanation.of(choice("x - y", Reduction.SUM, SumScheme.KAHAN)), "with compensation");
        says(Explanation.of(choice("x - y", Reduction.SUM, SumScheme.DIRECT)), "carried from tile to tile");
        says(Explanation.of(choice("SqDist(x, y)", Reduction.ARG_MIN, SumScheme.AUTO)), "minima and their columns");
        says(Explanation.of(choice("SqDist(x, y)", Reduction.kMin(3), SumScheme.AUTO)), "candidates below a threshold");
        says(Explanation.of(choice("SqDist(x, y)", Reduction.LOG_SUM_EXP, SumScheme.AUTO)), "pass 3 of 3", "maxima",
                "sums");
    }

    @Test
    void numbersOfThingsAreSingularOrPlural() {
        String text = Explanation.of(choice("x | y", Reduction.SUM, SumScheme.AUTO));
        says(text, "per row: 3 values", "pass 1 of 1, 1 kernel:", "1 accumulator in registers");
        assertFalse(text.contains("1 kernels") || text.contains("1 accumulators"), text);
    }

    @Test
    void whatColumnsInTheLanesTakeComesWhenTheyWereUsed() {
        LaneChoice choice = choice("Exp(-SqDist(x, y))", Reduction.SUM, SumScheme.AUTO);
        assertFalse(Explanation.of(choice).contains("where rows are few"));
        choice.choose(1, 100_000);
        says(Explanation.of(choice), "where rows are few: ");
    }

    @Test
    void tilesOfFastKernelsAreCounted() {
        LaneChoice choice = choice("Exp(-SqDist(x, y))", Reduction.SUM, SumScheme.AUTO);
        choice.ofRows().count(5, 3);
        choice.ofRows().count(2, 1);
        says(Explanation.of(choice), "so far in 4 of 7 tiles");
        says(Explanation.of(choice("x - y", Reduction.SUM, SumScheme.AUTO)), "no exponential has a faster kernel");
    }
}
