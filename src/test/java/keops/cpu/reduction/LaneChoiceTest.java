package keops.cpu.reduction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** Columns stand in the lanes where rows are few and columns many. */
class LaneChoiceTest {
    private static LaneChoice choice(SumScheme scheme) {
        Plan plan = PassesTest.plan("Exp(-SqDist(x, y)) * y", Reduction.SUM, scheme);
        return new LaneChoice(CpuReduction.of(plan, DType.FLOAT32));
    }

    @Test
    void aSingleRowWouldLeaveLanesIdle() {
        LaneChoice choice = choice(SumScheme.AUTO);
        CpuReduction chosen = choice.choose(1, 100_000);
        assertTrue(chosen.kernels().shape().isOfColumns());
        assertEquals(1, chosen.kernels().shape().ownRows());
        assertSame(chosen, choice.choose(1, 100_000));
        assertEquals(2, choice.made().size());
    }

    @Test
    void manyRowsOrFewColumnsStandInTheLanesByRows() {
        LaneChoice choice = choice(SumScheme.AUTO);
        assertSame(choice.ofRows(), choice.choose(100_000, 100_000));
        assertSame(choice.ofRows(), choice.choose(1, 100));
        assertSame(choice.ofRows(), choice.choose(0, 100_000));
        assertEquals(1, choice.made().size());
    }

    @Test
    void sumsInTheOrderOfTheirColumnsAreNeverOfColumns() {
        assertFalse(choice(SumScheme.DIRECT).choose(1, 100_000).kernels().shape().isOfColumns());
    }

    @Test
    void smallProblemsOfABatchStandSideBySide() {
        LaneChoice choice = choice(SumScheme.AUTO);
        assertTrue(choice.ofProblems(1000, 20, 20).orElseThrow().kernels().shape().isOfColumns());
        assertTrue(choice.ofProblems(2, 1, 1).isPresent());
        assertTrue(choice.ofProblems(1, 20, 20).isEmpty(), "one problem");
        assertTrue(choice.ofProblems(1000, 0, 20).isEmpty(), "no rows");
        assertTrue(choice.ofProblems(1000, 20, 0).isEmpty(), "no columns");
        assertTrue(choice.ofProblems(2, 1000, 1000).isEmpty(), "most lanes would be idle");
        assertTrue(choice(SumScheme.DIRECT).ofProblems(1000, 20, 20).isEmpty());
    }

    @Test
    void fewRowsOfLongVectorsStandInTheLanesWhereColumnsWouldBePackedAgain() {
        Declarations declarations = Declarations.of("x = Vi(1000)", "y = Vj(1000)");
        Plan plan = Plan.of(Parser.parse("Exp(-SqDist(x, y))", declarations), Optional.empty(),
                declarations.arguments(), Reduction.SUM, SumScheme.AUTO, Category.I);
        LaneChoice choice = new LaneChoice(CpuReduction.of(plan, DType.FLOAT32));
        assertSame(choice.ofRows(), choice.choose(100, 2000));
        assertTrue(choice.choose(1, 2000).kernels().shape().isOfColumns());
    }
}
