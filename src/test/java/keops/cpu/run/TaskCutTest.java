package keops.cpu.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Plan;
import keops.plan.Sum;
import keops.program.Extent;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import org.junit.jupiter.api.Test;

/** Tasks take every pair once, and how does not depend on the threads where it could be seen. */
class TaskCutTest {
    private static final KernelShape OF_ROWS = KernelShape.of(ElementKind.FLOAT, 512, 4, 3, 0, 0);
    private static final KernelShape OF_COLUMNS = KernelShape.ofColumns(ElementKind.FLOAT, 512, 2, 3, 0);

    private static Plan plan(Reduction reduction, SumScheme scheme) {
        Declarations declarations = Declarations.of("x = Vi(3)", "y = Vj(3)");
        return Plan.of(Parser.parse("SqDist(x, y)", declarations), Optional.empty(), declarations.arguments(),
                reduction,
                scheme, Category.I);
    }

    private static Plan columnSums() {
        Declarations declarations = Declarations.of("x = Vi(3)", "y = Vj(3)");
        List<Sum> sums = List.of(new Sum(Parser.parse("Extract(x * y,0,2)", declarations), Extent.ROWS),
                new Sum(Parser.parse("Elem(x * y,2)", declarations), Extent.COLUMNS));
        return Plan.ofSums(sums, declarations.arguments(), SumScheme.AUTO, Category.I);
    }

    private static final Plan SUM = plan(Reduction.SUM, SumScheme.AUTO);
    private static final Plan DIRECT = plan(Reduction.SUM, SumScheme.DIRECT);
    private static final Plan SMALLEST = plan(Reduction.argKMin(5), SumScheme.AUTO);

    private static TaskCut cut(Plan plan, KernelShape shape, long rows, long columns, int threads) {
        return TaskCut.of(plan, shape, 4, rows, columns, threads);
    }

    @Test
    void tasksTakeEachPairOnceInWholeBlocksAndTiles() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (Plan plan : List.of(SUM, DIRECT, SMALLEST, columnSums())) {
            for (KernelShape shape : List.of(OF_ROWS, OF_COLUMNS)) {
                for (int round = 0; round < 40; round++) {
                    long rows = random.nextInt(1 << random.nextInt(1, 20));
                    long columns = random.nextInt(1 << random.nextInt(1, 24));
                    TaskCut cut = cut(plan, shape, rows, columns, 1 + random.nextInt(70));
                    String what = cut + ", seed " + seed;
                    long covered = 0;
                    for (int group = 0; group < cut.groups(); group++) {
                        assertEquals(covered, cut.firstRow(group), what);
                        assertTrue(cut.rows(group) > 0, what);
                        covered += cut.rows(group);
                    }
                    assertEquals(rows, covered, what);
                    assertEquals(0, cut.groupRows() % shape.ownRows(), what);
                    assertEquals(0, cut.firstColumn(0), what);
                    assertEquals(columns, cut.firstColumn(cut.segments()), what);
                    for (int segment = 1; segment < cut.segments(); segment++) {
                        assertTrue(cut.firstColumn(segment) >= cut.firstColumn(segment - 1), what);
                        assertTrue(cut.firstColumn(segment) == columns
                                || cut.firstColumn(segment) % shape.ownColumns() == 0, what);
                    }
                }
            }
        }
    }

    @Test
    void tasksAreCountedGroupAfterGroup() {
        var cut = new TaskCut(100, 1000, 40, 4, 10);
        assertEquals(3, cut.groups());
        assertEquals(12, cut.tasks());
        assertEquals(1, cut.group(7));
        assertEquals(3, cut.segment(7));
        assertEquals(20, cut.rows(2));
        assertEquals(750, cut.firstColumn(3));
    }

    @Test
    void segmentsOfSumsDoNotDependOnTheThreads() {
        for (long rows : new long[] {1, 50, 1_000, 10_000}) {
            for (long columns : new long[] {10, 100_000, 10_000_000}) {
                assertEquals(cut(SUM, OF_ROWS, rows, columns, 1).segments(), cut(SUM, OF_ROWS, rows, columns, 64)
                        .segments());
                assertEquals(
                        cut(columnSums(), OF_ROWS, rows, columns, 1), cut(columnSums(), OF_ROWS, rows, columns, 64));
            }
        }
    }

    @Test
    void columnsAreCutWhereRowsAreFewOnly() {
        assertEquals(1, cut(SUM, OF_ROWS, 100_000, 100_000, 8).segments());
        assertEquals(12, cut(SUM, OF_ROWS, 64, 12L * 16 * OF_ROWS.tileColumns(), 8).segments());
        assertEquals(1, cut(SUM, OF_ROWS, 64, 1_000, 8).segments());
        assertEquals(1, cut(DIRECT, OF_ROWS, 64, 10_000_000, 8).segments());
    }

    @Test
    void eachPartOfTheSmallestFindsItsOwnSoThatThereAreNoMoreThanThreads() {
        assertEquals(1, cut(SMALLEST, OF_ROWS, 64, 10_000_000, 1).segments());
        assertEquals(8, cut(SMALLEST, OF_ROWS, 64, 10_000_000, 8).segments());
        assertEquals(5, cut(SMALLEST, OF_ROWS, 100_000, 1L << 31, 8).segments());
    }

    @Test
    void withoutRowsThereIsNothingToDo() {
        assertEquals(0, cut(SUM, OF_ROWS, 0, 1_000, 8).tasks());
    }
}
