package keops.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.execution.DistanceForm;
import keops.formula.Category;
import keops.plan.RowBlock;
import keops.plan.Span;
import keops.reduction.Ranges;
import keops.tensor.DType;
import org.junit.jupiter.api.Test;

/** Wishes for where and how reductions are computed: what is left open, what counts where two meet. */
class ExecutionTest {
    private static final Ranges RANGES = Ranges.fromMatrix(
            new long[][] {{0, 2}, {2, 3}}, new long[][] {{0, 4}}, new boolean[][] {{true}, {false}});

    @Test
    void whatNobodyAskedForIsLeftOpen() {
        assertEquals(Backend.AUTO, Execution.STANDARD.wanted());
        assertEquals(-1, Execution.STANDARD.device());
        assertEquals(List.of(), Execution.STANDARD.gpus());
        assertEquals(Runtime.getRuntime().availableProcessors(), Execution.STANDARD.mostThreads());
        assertTrue(Execution.STANDARD.takesAllPairs());
        assertEquals(Optional.empty(), Execution.STANDARD.blocks(Category.I, 3, 4));
        assertEquals(DistanceForm.DIFFERENCE, Execution.STANDARD.options().distances());
        assertEquals(false, Execution.STANDARD.options().fastMath());
        assertEquals(Execution.STANDARD, Execution.STANDARD.requireAvailable());
    }

    @Test
    void whoNamesAGpuWishesForOne() {
        assertEquals(Backend.GPU, Execution.STANDARD.onDevice(1).wanted());
        assertEquals(Backend.GPU, Execution.STANDARD.on(Backend.AUTO).onDevices(0, 2).wanted());
        assertEquals(Backend.CPU, Execution.STANDARD.on(Backend.CPU).onDevice(1).wanted());
        assertEquals(Backend.GPU_2D, Execution.STANDARD.on(Backend.GPU_2D).onDevice(1).wanted());
        assertEquals(Backend.AUTO, Execution.STANDARD.onDevice(-1).wanted());
        assertEquals(0, Execution.STANDARD.onDevices(0, 2).device());
    }

    @Test
    void theFirstWishCountsAndTheSecondFillsWhatItLeavesOpen() {
        Execution first = Execution.STANDARD.on(Backend.CPU).withFastMath(false);
        Execution second = Execution.STANDARD.on(Backend.REFERENCE).withFastMath(true).withThreads(3).onDevice(2)
                .withDistances(DistanceForm.PRODUCT).accumulatingIn(DType.FLOAT64).withRanges(RANGES);
        Execution both = first.or(second);
        assertEquals(Backend.CPU, both.backend());
        assertEquals(false, both.fastMath());
        assertEquals(3, both.mostThreads());
        assertEquals(2, both.device());
        assertEquals(DistanceForm.PRODUCT, both.distances());
        assertEquals(DType.FLOAT64, both.accumulator());
        assertEquals(second.ranges(), both.ranges());
        assertEquals(second, second.or(first).or(Execution.STANDARD));
        assertEquals(first, Execution.STANDARD.or(first));
        // The default device is a wish, too.
        assertEquals(-1, Execution.STANDARD.onDevice(-1).or(second).device());
    }

    @Test
    void rangesAreBlocksOfEitherAxis() {
        Execution masked = Execution.STANDARD.withRanges(RANGES);
        assertEquals(Optional.of(List.of(new RowBlock(0, 2, List.of(new Span(0, 4))), new RowBlock(2, 3, List.of()),
                new RowBlock(3, 5, List.of()))), masked.blocks(Category.I, 5, 4));
        assertEquals(Optional.of(List.of(new RowBlock(0, 4, List.of(new Span(0, 2))))),
                masked.blocks(Category.J, 4, 5));
        assertEquals(masked.blocks(Category.J, 4, 3), masked.transposed().blocks(Category.I, 4, 3));
        assertEquals(masked, Execution.STANDARD.withRanges(RANGES));
        assertTrue(masked.withoutRanges().takesAllPairs());
    }

    @Test
    void wishesThatAreNoneAreRefused() {
        assertEquals("the number of threads must be at least 1, but is 0",
                assertThrows(FormulaException.class, () -> Execution.STANDARD.withThreads(0)).getMessage());
        assertEquals("the device must be a number from 0, or -1 for the default one, but is -2",
                assertThrows(FormulaException.class, () -> Execution.STANDARD.onDevice(-2)).getMessage());
        assertEquals("rows are split over devices with numbers from 0, but the devices are []",
                assertThrows(FormulaException.class, () -> Execution.STANDARD.onDevices()).getMessage());
        assertEquals("rows are split over devices with numbers from 0, but the devices are [0, -1]",
                assertThrows(FormulaException.class, () -> Execution.STANDARD.onDevices(0, -1)).getMessage());
    }
}
