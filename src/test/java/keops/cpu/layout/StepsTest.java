package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.cpu.code.RegisterBudget;
import keops.program.BinaryFunction;
import keops.program.Scalar;
import keops.program.Staged;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** Kernels are cut into steps of a few operations, which do the same work in the same order. */
class StepsTest {
    private final Programs program = new Programs();

    private static List<Chunk> steps(Staged staged, List<Epilogue> epilogues) {
        return Steps.of(Chunking.of(staged, epilogues, RegisterBudget.of(512), 1), staged);
    }

    @Test
    void stepsComputeTheSameValuesInTheSameOrder() {
        int power = program.gaussian(5);
        Staged staged = program.staged(power);
        List<Epilogue> epilogues = Programs.sums(SumScheme.BLOCK, power);
        List<Chunk> kernels = Chunking.of(staged, epilogues, RegisterBudget.of(512), 1);
        List<Chunk> steps = Steps.of(kernels, staged);
        assertEquals(
                kernels.stream().flatMap(kernel -> kernel.values().stream()).toList(),
                steps.stream().flatMap(step -> step.values().stream()).toList());
        assertEquals(epilogues, steps.stream().flatMap(step -> step.epilogues().stream()).toList());
    }

    @Test
    void aStepHasThreeOperationsAtMostAndOneEpilogue() {
        int power = program.gaussian(5);
        steps(program.staged(power), Programs.sums(SumScheme.BLOCK, power)).forEach(
                step -> assertTrue(step.values().size() + step.epilogues().size() <= 3, step.toString()));
    }

    @Test
    void aValueThatIsUsedTwiceEndsItsStep() {
        int a = program.of(BinaryFunction.ADD, program.row(0), program.column(0));
        int b = program.of(BinaryFunction.ADD, a, program.column(1));
        int c = program.of(BinaryFunction.ADD, b, a);
        List<Chunk> steps = steps(program.staged(c), Programs.sums(SumScheme.BLOCK, c));
        assertEquals(List.of(a), steps.getFirst().values());
        assertEquals(List.of(b, c), steps.get(1).values());
    }

    @Test
    void aProductThatIsOnlySummedIsMultipliedInTheStepOfItsSum() {
        int product = program.of(BinaryFunction.MULTIPLY, program.row(0), program.column(0));
        List<Chunk> steps = steps(program.staged(product), Programs.sums(SumScheme.BLOCK, product));
        assertEquals(1, steps.size());
        assertEquals(List.of(product), steps.getFirst().values());
        assertEquals(2, steps(program.staged(product), Programs.sums(SumScheme.KAHAN, product)).size());
    }

    @Test
    void aFoldIsAStepOfItsOwn() {
        int fold = program.scalarProduct(20);
        int twice = program.of(BinaryFunction.ADD, fold, program.column(30));
        Staged staged = program.staged(twice);
        List<Chunk> steps = steps(staged, Programs.sums(SumScheme.BLOCK, twice));
        assertEquals(List.of(fold), steps.getFirst().values());
        assertTrue(staged.program().values().get(fold) instanceof Scalar.Fold);
        assertEquals(List.of(twice), steps.get(1).values());
    }
}
