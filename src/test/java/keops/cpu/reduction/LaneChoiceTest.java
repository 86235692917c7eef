package keops.cpu.reduction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
}
