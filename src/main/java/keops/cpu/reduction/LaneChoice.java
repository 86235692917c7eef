package keops.cpu.reduction;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import keops.cpu.code.KernelShape;
import keops.cpu.code.Once;
import keops.cpu.layout.Layout;
import keops.cpu.lists.GatheredLists;
import keops.cpu.lists.SortedLists;
import keops.plan.Plan;
import keops.program.Extent;
import keops.reduction.SumScheme;

/**
 * A plan made ready, with rows in the lanes of vectors and, for calls with few rows and many columns, with columns
 * there: a single row would leave all lanes but one idle, and the last block of rows is rarely full. What stands in the
 * lanes depends on the plan and the lengths of both axes only.
 */
public final class LaneChoice {
    /** The most rows side by side, each with a vector of columns. */
    private static final int MOST_SIDE_BY_SIDE = 4;
    /** With fewer vectors of columns there is little to gain. */
    private static final int LEAST_VECTORS = 32;
    /** With more blocks of rows the last one, which may not be full, hardly counts. */
    private static final int MOST_BLOCKS = 4;
    /** Cycles to pack a value of a column: it is copied where rows stand in the lanes, and else moved to its lane. */
    private static final double COPY = 0.5;
    private static final double MOVE = 1.5;
    /** Cycles to insert a candidate into a sorted list, for each rank, and to append one to a buffer. */
    private static final double INSERTION = 20;
    private static final double APPENDING = 30;

    /** Cycles around the tiles of a call. */
    private static final double CALL = 5000;
    /** The most columns of a problem in a lane. */
    private static final long MOST_COLUMNS = 1 << 20;

    /** Columns in the lanes. */
    private record OfColumns(Layout layout, Once<CpuReduction> reduction) {}

    private final CpuReduction ofRows;
    private final Once<List<OfColumns>> ofColumns;

    LaneChoice(CpuReduction ofRows) {
        this.ofRows = ofRows;
        this.ofColumns = new Once<>(() -> IntStream.rangeClosed(1, MOST_SIDE_BY_SIDE)
                .mapToObj(ofRows.kernels()::layoutOfColumns)
                .flatMap(Optional::stream)
                .map(layout -> new OfColumns(layout, new Once<>(() -> ofRows.with(layout))))
                .toList());
    }

    /** Rows in the lanes. */
    public CpuReduction ofRows() {
        return ofRows;
    }

    /** What was made ready so far. */
    List<CpuReduction> made() {
        var made = new ArrayList<>(List.of(ofRows));
        ofColumns.made().ifPresent(all -> all.forEach(one -> one.reduction().made().ifPresent(made::add)));
        return made;
    }

    /** What suits the lengths of both axes. */
    public CpuReduction choose(long rows, long columns) {
        KernelShape shape = ofRows.kernels().shape();
        boolean mayBeOfColumns = rows > 0
                && rows <= (long) MOST_BLOCKS * shape.blockRows()
                && columns >= (long) LEAST_VECTORS * shape.lanes()
                && ofRows.kernels().plan().scheme() != SumScheme.DIRECT
                && ofRows.kernels().plan().dim(Extent.COLUMNS) == 0;
        return mayBeOfColumns ? chooseByCost(rows, columns) : ofRows;
    }

    /** What takes the fewest cycles. */
    private CpuReduction chooseByCost(long rows, long columns) {
        return cheaper(cyclesOfRows(rows, columns), one ->
                columns * cyclesOfColumn(one, rows) + insertions(rows, columns, one.layout().shape().lanes()))
                .orElse(ofRows);
    }

    /**
     * What suits the problems of a batch side by side, one in each lane, where that takes fewer cycles than one after
     * the other.
     *
     * @param rows the rows of each
     * @param columns the columns of each
     */
    public Optional<CpuReduction> ofProblems(long problems, long rows, long columns) {
        Plan plan = ofRows.kernels().plan();
        int lanes = ofRows.kernels().shape().lanes();
        boolean isPossible = lanes > 1 && problems > 1 && rows > 0 && columns > 0 && columns <= MOST_COLUMNS
                && plan.scheme() != SumScheme.DIRECT
                && plan.dim(Extent.COLUMNS) == 0 && plan.dim(Extent.PAIRS) == 0;
        if (!isPossible) {
            return Optional.empty();
        }
        double ofLane = rows * ofRows.kernels().rowSlots() * MOVE + insertions(rows, columns, 1);
        return cheaper(CALL + cyclesOfRows(rows, columns), one ->
                (CALL + lanes * (ofLane + columns * cyclesOfColumn(one, rows))) / Math.min(lanes, problems));
    }

    /** The cheapest of what has columns in the lanes, if one takes fewer cycles than so many. */
    private Optional<CpuReduction> cheaper(double cycles, ToDoubleFunction<OfColumns> cost) {
        double least = cycles;
        Once<CpuReduction> best = null;
        for (OfColumns one : ofColumns.get()) {
            double ofOne = cost.applyAsDouble(one);
            if (ofOne < least) {
                least = ofOne;
                best = one.reduction();
            }
        }
        return Optional.ofNullable(best).map(Once::get);
    }

    private double cyclesOfRows(long rows, long columns) {
        KernelShape shape = ofRows.kernels().shape();
        double ofColumn = values() * COPY * copies(rows, shape)
                + vectors(rows, shape.blockRows(), shape.rowVectors()) * ofRows.kernels().cost();
        return columns * ofColumn + insertions(rows, columns, 1);
    }

    /** Cycles of a column that stands in a lane. */
    private double cyclesOfColumn(OfColumns one, long rows) {
        KernelShape shape = one.layout().shape();
        return values() * MOVE * copies(rows, shape)
                + vectors(rows, shape.ownRows(), shape.ownRows()) * one.layout().cost() / shape.lanes();
    }

    private int values() {
        return ofRows.kernels().staged().columns().size();
    }

    /** How often each column is packed: once for each task. */
    private long copies(long rows, KernelShape shape) {
        int most = TaskRows.mostBlocks(ofRows.kernels().plan(), shape, ofRows.kernels().rowSlots());
        return Math.ceilDiv(rows, (long) most * shape.ownRows());
    }

    /** Vectors of pairs that all blocks of rows take. */
    private static long vectors(long rows, int blockRows, int ofBlock) {
        return (rows + blockRows - 1) / blockRows * ofBlock;
    }

    /** Cycles to take candidates into the lists of the K smallest. */
    private double insertions(long rows, long columns, int lanes) {
        int k = ofRows.kernels().plan().reduction().k();
        if (k == 0) {
            return 0;
        }
        double ofCandidate = SortedLists.suits(k) ? INSERTION * k : APPENDING;
        return rows * ofRows.kernels().plan().dim() * candidates(columns, lanes, k) * ofCandidate;
    }

    /**
     * Of columns in any order, the n-th is a candidate with the probability K/n, and with a larger one where lanes have
     * lists of their own, since not all is known that {@code SmallestReducer} could know of them together.
     */
    private double candidates(long columns, int lanes, int k) {
        int part = (k + lanes - 1) / lanes;
        int ofVector = ofRows.kernels().shape().lanes();
        double rank = !SortedLists.suits(k) ? (double) lanes * GatheredLists.capacity(k, ofVector)
                : lanes == 1 ? k : lanes * (part + 2 * Math.sqrt(part));
        return Math.min((double) columns, rank * (1 + Math.log(Math.max(1, columns / rank))));
    }
}
