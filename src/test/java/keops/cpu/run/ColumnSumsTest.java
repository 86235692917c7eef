package keops.cpu.run;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import keops.cpu.CpuBackend;
import keops.formula.Category;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.plan.Sum;
import keops.program.Extent;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** When sums for each column are computed beside those for each row. */
class ColumnSumsTest {
    @Test
    void sumsOfAGigabyteFit() {
        long bytes = 1L << 30;
        for (int dim : new int[] {1, 4, 24}) {
            long columns = bytes / (16L * dim);
            assertTrue(ColumnSums.fit(columns, dim));
            assertFalse(ColumnSums.fit(columns + 1, dim));
        }
        assertTrue(ColumnSums.fit(Long.MAX_VALUE, 0));
        assertFalse(ColumnSums.fit(Long.MAX_VALUE, 1));
    }

    @Test
    void rowsAreSomeBlocks() {
        var x = new Variable("x", 0, 2, Category.I);
        CpuBackend backend = CpuBackend.compile(
                Plan.ofSums(List.of(new Sum(x, Extent.COLUMNS)), List.of(x), SumScheme.AUTO, Category.I),
                DType.FLOAT32);
        assertTrue(backend.takesColumns(0, 10));
        assertFalse(backend.takesColumns(1, 10));
        assertFalse(backend.takesColumns(CpuBackend.vectorBits() / 32, 10));
        assertTrue(backend.takesColumns(1000, 10));
        assertFalse(backend.takesColumns(1000, 1L << 40));
    }
}
