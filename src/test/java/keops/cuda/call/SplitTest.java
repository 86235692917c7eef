package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import keops.cuda.driver.DeviceProperties;
import keops.cuda.source.KernelSource;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How columns are cut on a device of 132 multiprocessors. */
class SplitTest {
    private static final DeviceProperties LARGE =
            new DeviceProperties("a large device", 90, 132, 2048, 1L << 37, 1.98e9, true);
    private static final KernelSource GAUSSIAN = source("Exp(-SqDist(x,y)) * b", Reduction.SUM);

    private static KernelSource source(String formula, Reduction reduction) {
        Declarations declarations = Declarations.of("x = Vi(3)", "y = Vj(3)", "b = Vj(1)");
        return KernelSource.of(Plan.of(Parser.parse(formula, declarations), Optional.empty(), declarations.arguments(),
                reduction, SumScheme.AUTO, Category.I), DType.FLOAT32);
    }

    private static Split split(Tiling tiling, long rows, long columns) {
        return Split.of(tiling, GAUSSIAN, LARGE, _ -> 8, rows, columns);
    }

    @ParameterizedTest
    @CsvSource({"1000, 1000000, 100, 300", "10000, 1000000, 10, 60", "10000, 100000, 10, 60", "100000, 1000000, 2, 12",
        "1000000, 1000000, 1, 1", "10000000, 1000000, 1, 1", "10000, 100, 1, 1"})
    void fewRowsAreCutAndManyAreNot(long rows, long columns, int least, int most) {
        Split split = split(Tiling.AUTO, rows, columns);
        assertTrue(split.slices() >= least && split.slices() <= most, split.toString());
    }

    @Test
    void aCutCoversTheColumnsInWholeTiles() {
        for (long rows : List.of(1L, 33L, 1000L, 50_000L)) {
            for (long columns : List.of(1L, 2L, 255L, 256L, 257L, 5000L, 1_000_003L, 5_000_000_000L)) {
                for (Tiling tiling : Tiling.values()) {
                    Split split = split(tiling, rows, columns);
                    String what = tiling + " " + rows + " x " + columns + ": " + split;
                    assertEquals(Math.ceilDiv(columns, split.sliceColumns()), split.slices(), what);
                    assertTrue(split.sliceColumns() <= KernelSource.LONGEST_SLICE, what);
                    assertTrue(split.slices() == 1 || split.sliceColumns() % split.entry().tileColumns() == 0
                            || split.sliceColumns() < split.entry().tileColumns(), what);
                    assertTrue(GAUSSIAN.partialBytes(rows, split.slices()) <= 256L << 20, what);
                }
            }
        }
    }

    @Test
    void rowsAloneAreOneSliceAndRowsWithColumnsAreMore() {
        assertEquals(1, split(Tiling.ROWS, 10, 1_000_000).slices());
        assertEquals(2, split(Tiling.ROWS_AND_COLUMNS, 10_000_000, 1_000_000).slices());
        assertEquals(2, split(Tiling.ROWS_AND_COLUMNS, 1_000, 2).slices());
        assertEquals(1, split(Tiling.ROWS_AND_COLUMNS, 1_000, 1).slices());
        assertEquals(1, split(Tiling.ROWS_AND_COLUMNS, 1_000, 0).slices());
    }

    @Test
    void veryFewRowsAreSharedByThreads() {
        assertEquals(GAUSSIAN.fewRows().orElseThrow(), split(Tiling.AUTO, 32, 1000).entry());
        assertEquals(GAUSSIAN.reduce(), split(Tiling.AUTO, 33, 1000).entry());
        assertEquals(GAUSSIAN.reduce(), split(Tiling.ROWS, 32, 1000).entry());
    }
}
