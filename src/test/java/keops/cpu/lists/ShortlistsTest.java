package keops.cpu.lists;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import keops.cpu.code.ElementKind;
import keops.cpu.code.KernelShape;
import keops.cpu.memory.Scratch;
import keops.formula.Category;
import keops.formula.Declarations;
import keops.formula.Parser;
import keops.plan.Accumulator;
import keops.plan.Plan;
import keops.plan.Smallest;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Lists of the K smallest, filled by what kernels would report, beside a plain sort. */
class ShortlistsTest {
    private static final int BLOCKS = 2;
    private static final int TILE = 50;
    private static final int COLUMNS = 700;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static Plan plan(int k) {
        Declarations declarations = Declarations.of("x = Vi(1)", "y = Vj(1)");
        return Plan.of(Parser.parse("x * y", declarations), Optional.empty(), declarations.arguments(),
                Reduction.kMinArgKMin(k), SumScheme.AUTO, Category.I);
    }

    /** Columns that hold NaN are no candidates; few different values make ties. */
    private double[][] drawn(int rows) {
        return IntStream.range(0, rows)
                .mapToObj(_ -> random.doubles(COLUMNS)
                        .map(v -> v < 0.02 ? Double.NaN : Math.floor(v * 100))
                        .toArray())
                .toArray(double[][]::new);
    }

    private void check(ElementKind kind, int k) {
        KernelShape shape = KernelShape.of(kind, 256, 2, 1, 0, 0);
        int rows = BLOCKS * shape.blockRows();
        double[][] values = drawn(rows);
        var scratch = new Scratch(kind);
        int events = TILE * shape.rowVectors();
        scratch.require(rows, 1, 1, (events + 2) * shape.lanes(), 1);
        scratch.requireEvents(events);
        Shortlists lists = Shortlists.of(new ShortlistCode(shape, 1, k), scratch, BLOCKS, COLUMNS);
        for (int from = 0; from < COLUMNS; from += TILE) {
            for (int block = 0; block < BLOCKS; block++) {
                lists.giveThresholds(block * shape.blockRows(), block * shape.blockRows());
                int reported = report(scratch, shape, values, block, from);
                lists.take(reported, block * shape.blockRows(), from);
            }
        }
        var smallest = (Smallest) Accumulator.of(plan(k), rows);
        for (int list = 0; list < rows; list++) {
            lists.copyTo(smallest, list, list, 0, 1);
        }
        List<Tensor> outputs = List.of(
                Tensor.of(new double[rows * k], rows, k), Tensor.of(new long[rows * k], rows, k));
        for (int row = 0; row < rows; row++) {
            smallest.write(row, row, outputs);
            double[] ofRow = values[row];
            int[] sorted = IntStream.range(0, COLUMNS)
                    .filter(j -> !Double.isNaN(ofRow[j]))
                    .boxed()
                    .sorted((a, b) -> Double.compare(ofRow[a], ofRow[b]) == 0
                            ? Integer.compare(a, b) : Double.compare(ofRow[a], ofRow[b]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int rank = 0; rank < k; rank++) {
                String what = kind + ", K = " + k + ", row " + row + ", rank " + rank + ", seed " + seed;
                assertEquals(sorted[rank], outputs.get(1).longAt((long) row * k + rank), what);
                assertEquals(ofRow[sorted[rank]], outputs.getFirst().doubleAt((long) row * k + rank), what);
            }
        }
    }

    /** As kernels do: vectors of rows where some lane is not at or above its threshold. */
    private static int report(Scratch scratch, KernelShape shape, double[][] values, int block, int from) {
        int events = 0;
        int lanes = shape.lanes();
        for (int j = from; j < Math.min(COLUMNS, from + TILE); j++) {
            for (int u = 0; u < shape.rowVectors(); u++) {
                int first = block * shape.blockRows() + u * lanes;
                boolean isReported = false;
                for (int lane = 0; lane < lanes; lane++) {
                    isReported |= !(threshold(scratch, first + lane) <= values[first + lane][j]);
                }
                if (isReported) {
                    scratch.events()[events] = (long) u * lanes << Integer.SIZE | j - from;
                    for (int lane = 0; lane < lanes; lane++) {
                        scratch.fillResults(events * lanes + lane, 1, values[first + lane][j]);
                    }
                    events++;
                }
            }
        }
        return events;
    }

    private static double threshold(Scratch scratch, int row) {
        return Array.getDouble(scratch.rows(), row);
    }

    @Test
    void sortedListsHoldTheSmallestInTheOrderOfTheirColumns() {
        for (ElementKind kind : ElementKind.values()) {
            for (int k : new int[] {1, 2, 5, 16}) {
                check(kind, k);
            }
        }
    }

    @Test
    void gatheredListsHoldTheSmallestInTheOrderOfTheirColumns() {
        for (ElementKind kind : ElementKind.values()) {
            for (int k : new int[] {17, 40, 130, 300}) {
                check(kind, k);
            }
        }
    }

    @Test
    void shortListsAreSortedAndLongOnesGathered() {
        assertEquals(17, Shortlists.places(16));
        assertEquals(1, Shortlists.places(17));
        assertEquals(16, Shortlists.firstColumns(16, 8));
        assertEquals(40, Shortlists.firstColumns(17, 8));
    }
}
