package keops.cpu.reduction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import keops.cpu.layout.Epilogue;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** What each reduction does with a tile. */
class PassesTest {
    static Plan plan(String formula, Reduction reduction, SumScheme scheme) {
        Declarations declarations = Declarations.of("x = Vi(3)", "y = Vj(3)", "g = Pm(1)");
        return Plan.of(Parser.parse(formula, declarations), Optional.empty(), declarations.arguments(), reduction,
                scheme,
                Category.I);
    }

    private static List<List<Epilogue>> epilogues(String formula, Reduction reduction) {
        return Passes.of(plan(formula, reduction, SumScheme.AUTO)).epilogues();
    }

    @Test
    void aSumHasOnePassWithASumForEachComponent() {
        List<List<Epilogue>> passes = epilogues("x - y", Reduction.SUM);
        assertEquals(1, passes.size());
        assertEquals(3, passes.getFirst().size());
        passes.getFirst().forEach(epilogue -> assertInstanceOf(Epilogue.Sum.class, epilogue));
    }

    @Test
    void anExtremumKeepsItsColumnWhereThatIsWanted() {
        assertTrue(epilogues("SqDist(x, y)", Reduction.MAX).getFirst().getFirst()
                instanceof Epilogue.Extremum(int _, boolean largest, boolean withColumn) && largest && !withColumn);
        assertTrue(epilogues("SqDist(x, y)", Reduction.ARG_MIN).getFirst().getFirst()
                instanceof Epilogue.Extremum(int _, boolean largest, boolean withColumn) && !largest && withColumn);
    }

    @Test
    void exponentialsHaveAPassForTheLargestOneForTheSumsAndAQuickOne() {
        List<List<Epilogue>> passes = epilogues("-SqDist(x, y)", Reduction.LOG_SUM_EXP);
        assertEquals(3, passes.size());
        assertInstanceOf(Epilogue.Extremum.class, passes.getFirst().getFirst());
        assertInstanceOf(Epilogue.Sum.class, passes.get(1).getFirst());
        assertInstanceOf(Epilogue.Sum.class, passes.get(2).getFirst());
    }

    @Test
    void listsOfComponentsLieOneAfterTheOther() {
        List<Epilogue> candidates = epilogues("x - y", Reduction.kMin(4)).getFirst();
        for (int k = 0; k < 3; k++) {
            assertEquals(5 * k, ((Epilogue.Candidates) candidates.get(k)).firstPlace());
        }
    }

    @Test
    void theFactorOfASumThatIsFixedInARowLeavesIt() {
        KernelPlan kernels = KernelPlan.of(plan("x * g * Exp(-SqDist(x, y))", Reduction.SUM, SumScheme.AUTO),
                DType.FLOAT32);
        assertTrue(kernels.factors().areOfRows());
        assertEquals(1, kernels.epilogues(0).stream().map(Epilogue::value).distinct().count());
        KernelPlan plain = KernelPlan.of(plan("Exp(-SqDist(x, y))", Reduction.SUM, SumScheme.AUTO), DType.FLOAT32);
        assertTrue(!plain.factors().areOfRows() && !plain.factors().areOfColumns());
    }

    @Test
    void thresholdsAndShiftsHaveRowSlots() {
        KernelPlan smallest = KernelPlan.of(plan("x - y", Reduction.kMin(4), SumScheme.AUTO), DType.FLOAT32);
        assertEquals(3, List.of(smallest.suppliedSlot(0), smallest.suppliedSlot(1), smallest.suppliedSlot(2)).stream()
                .distinct().filter(slot -> slot < smallest.rowSlots()).count());
        KernelPlan exponential = KernelPlan.of(plan("-SqDist(x, y)", Reduction.LOG_SUM_EXP, SumScheme.AUTO),
                DType.FLOAT32);
        assertTrue(exponential.toleratesLowShifts());
        assertEquals(1, exponential.accumulators());
    }
}
