package keops.cpu.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.cpu.code.RegisterBudget;
import keops.program.BinaryFunction;
import keops.program.Scalar;
import keops.program.Staged;
import keops.program.UnaryFunction;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** What kernels take, and what of theirs stays in registers. */
class KernelCostTest {
    private static final RegisterBudget MANY = RegisterBudget.ofRegisters(32);
    private static final RegisterBudget FEW = RegisterBudget.ofRegisters(16);

    private final Programs program = new Programs();

    private static List<Chunk> kernels(Staged staged, int value, int rowVectors) {
        return Chunking.of(staged, Programs.sums(SumScheme.BLOCK, value), MANY, rowVectors);
    }

    @Test
    void theBoundIsThatOfTheBusierPipes() {
        int product = program.of(BinaryFunction.MULTIPLY, program.row(0), program.column(0));
        Staged staged = program.staged(product);
        assertEquals(0.5, KernelCost.bound(kernels(staged, product, 1), staged));
        int root = program.of(UnaryFunction.SQRT, product);
        Staged longer = program.staged(root);
        assertEquals(5.5, KernelCost.bound(kernels(longer, root, 1), longer));
    }

    @Test
    void moreVectorsOfRowsShareTheReadsOfAColumn() {
        int power = program.gaussian(3);
        Staged staged = program.staged(power);
        double one = KernelCost.of(kernels(staged, power, 1), staged, MANY, 1);
        double two = KernelCost.of(kernels(staged, power, 2), staged, MANY, 2);
        assertTrue(two < one, two + " cycles, and " + one);
        assertTrue(two >= KernelCost.bound(kernels(staged, power, 2), staged));
    }

    @Test
    void rowsStayInRegistersWhereTheyAreFew() {
        int near = program.squaredDistance(3);
        Staged few = program.staged(near);
        assertTrue(KernelCost.keepsRows(kernels(few, near, 3).getFirst(), few, MANY, 3));
        var longer = new Programs();
        int far = longer.squaredDistance(12);
        Staged many = longer.staged(far);
        assertTrue(KernelCost.keepsRows(kernels(many, far, 1).getFirst(), many, MANY, 1));
        assertFalse(KernelCost.keepsRows(kernels(many, far, 2).getFirst(), many, MANY, 2));
    }

    @Test
    void constantsOfAnExponentialTakeRegistersOnce() {
        int power = program.gaussian(2);
        int other = program.of(UnaryFunction.EXP, power);
        Staged staged = program.staged(other);
        Chunk chunk = kernels(staged, other, 1).getFirst();
        assertEquals(8, KernelCost.constants(chunk, staged));
    }

    @Test
    void aFoldTakesAsManyColumnsTogetherAsRegistersAllow() {
        int fold = program.scalarProduct(40);
        Staged staged = program.staged(fold);
        var loop = (Scalar.Fold) staged.program().values().get(fold);
        assertEquals(5, KernelCost.columnsTogether(loop, staged, MANY, 4));
        assertEquals(5, KernelCost.columnsTogether(loop, staged, MANY, 1));
        assertEquals(4, KernelCost.columnsTogether(loop, staged, FEW, 2));
        assertEquals(1, KernelCost.columnsTogether(loop, staged, FEW, 4));
    }

    /** For each column and vector of rows a sum, for each vector of rows its component, and what is at hand. */
    @Test
    void sumsAndOperandsOfAFoldFitIntoRegisters() {
        int fold = program.scalarProduct(40);
        Staged staged = program.staged(fold);
        var loop = (Scalar.Fold) staged.program().values().get(fold);
        for (RegisterBudget budget : List.of(FEW, MANY)) {
            for (int rowVectors = 1; rowVectors <= 4; rowVectors++) {
                int columns = KernelCost.columnsTogether(loop, staged, budget, rowVectors);
                int taken = columns * rowVectors + rowVectors + 2;
                assertTrue(taken <= budget.fold(), columns + " columns, " + rowVectors + " vectors of rows: " + taken);
            }
        }
    }
}
