package keops.cpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import keops.plan.RowBlock;
import keops.plan.Span;
import org.junit.jupiter.api.Test;

/** Blocks of rows that take some of the columns only. */
class RangeTaskTest {
    private static final List<Span> SPANS = List.of(new Span(0, 7), new Span(10, 12));

    @Test
    void rowsOfABlockAreCutAndThoseOfTwoAreNotPutTogether() {
        assertEquals(
                List.of(new RangeTask(0, 4, SPANS), new RangeTask(4, 1, SPANS), new RangeTask(5, 2, List.of())),
                RangeTask.cut(List.of(new RowBlock(0, 5, SPANS), new RowBlock(5, 7, List.of())), 4));
    }

    @Test
    void spansThatReachTooFarAreCut() {
        var task = new RangeTask(0, 4, SPANS);
        assertEquals(List.of(SPANS), task.parts(Long.MAX_VALUE));
        assertEquals(List.of(SPANS), task.parts(12));
        assertEquals(List.of(SPANS.subList(0, 1), SPANS.subList(1, 2)), task.parts(11));
        assertEquals(List.of(List.of(new Span(0, 3)), List.of(new Span(3, 6)), List.of(new Span(6, 7)),
                List.of(new Span(10, 12))), task.parts(3));
    }

    @Test
    void rowsWithoutColumnsHaveAnEmptySpan() {
        assertEquals(List.of(List.of(new Span(0, 0))), new RangeTask(0, 4, List.of()).parts(3));
    }
}
