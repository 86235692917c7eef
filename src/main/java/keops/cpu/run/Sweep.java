package keops.cpu.run;

import java.util.List;
import keops.cpu.code.KernelShape;
import keops.cpu.code.Operands;
import keops.cpu.layout.DataCheck;
import keops.cpu.lists.Shortlists;
import keops.cpu.memory.Scratch;
import keops.cpu.reduction.CpuReduction;
import keops.cpu.reduction.KernelPlan;
import keops.plan.Span;
import keops.plan.Watch;

/**
 * The work of a task: some rows, in blocks, are packed once and swept over some columns tile by tile, each of which is
 * packed for all blocks. Threads share it; each works in memory of its own.
 */
final class Sweep {
    private final CpuReduction reduction;
    private final KernelPlan kernels;
    private final KernelShape shape;
    private final Packing packing;
    private final Object parameters;
    private final DataCheck check;
    private final Watch watch;

    Sweep(CpuReduction reduction, Packing packing, Watch watch) {
        this.reduction = reduction;
        this.kernels = reduction.kernels();
        this.shape = kernels.shape();
        this.packing = packing;
        this.parameters = packing.data().parameters();
        this.check = reduction.check();
        this.watch = watch;
    }

    /**
     * Reduces some rows over some columns.
     *
     * @param turn takes the sums for each column
     */
    TileReducer reduce(long firstRow, int rows, long fromColumn, long toColumn, ColumnSums.Turn turn) {
        int lanes = packing.columnsOfVector();
        if (lanes == 1) {
            return reduceTiles(firstRow, rows, List.of(new Span(fromColumn, toColumn)), turn);
        }
        int tail = (int) ((toColumn - fromColumn) % lanes);
        TileReducer whole = reduceTiles(firstRow, rows, List.of(new Span(fromColumn, toColumn - tail)), turn);
        whole.join(lanes, lanes);
        if (tail > 0) {
            TileReducer last = reduceTiles(firstRow, rows, List.of(new Span(toColumn - tail, toColumn)), turn);
            last.join(lanes, tail);
            whole.merge(last);
        }
        return whole;
    }

    /**
     * Reduces some rows over some spans of columns, which are in ascending order, where rows or problems stand in the
     * lanes.
     */
    TileReducer reduce(long firstRow, int rows, List<Span> spans) {
        return reduceTiles(firstRow, rows, spans, ColumnSums.Turn.WITHOUT_SUMS);
    }

    /** The same; where columns lie in the lanes, their number is a multiple of that of the lanes, or less than that. */
    private TileReducer reduceTiles(long firstRow, int rows, List<Span> spans, ColumnSums.Turn turn) {
        int blocks = Math.ceilDiv(rows, shape.ownRows());
        Scratch scratch = packing.takeScratch(blocks);
        try {
            return reduceTiles(scratch, blocks, firstRow, rows, spans, turn);
        } finally {
            packing.giveBack(scratch);
        }
    }

    private TileReducer reduceTiles(Scratch scratch, int blocks, long firstRow, int rows, List<Span> spans,
            ColumnSums.Turn turn) {
        int ownRows = shape.ownRows();
        int lanes = packing.columnsOfVector();
        var operands = new Operands[blocks];
        for (int b = 0; b < blocks; b++) {
            operands[b] = scratch.operands(packing.rowOffset(b), parameters, watch);
        }
        watch.check();
        packing.packRows(scratch, packing.data().ofInputs(), firstRow, rows, blocks);
        boolean areFastParameters = check.parameters(parameters);
        boolean[] isFast = fastBlocks(scratch, blocks, areFastParameters);
        long first = spans.getFirst().from();
        TileReducer reducer =
                TileReducer.of(reduction, scratch, blocks, first, spans.getLast().to() - first, lanes);
        long tiles = 0;
        long fastTiles = 0;
        long done = 0;
        for (Span span : spans) {
            for (long j = span.from(), next; j < span.to(); j = next) {
                int columns = (int) Math.min((long) tileColumns(done / lanes) * lanes, span.to() - j);
                int width = Math.ceilDiv(columns, lanes);
                next = j + columns;
                done += columns;
                packing.packColumns(scratch, j, columns);
                boolean areFastColumns = areFastParameters && check.columns(scratch.columns(), width);
                for (int b = 0; b < blocks; b++) {
                    boolean isFastTile = isFast[b] && areFastColumns;
                    boolean isPartial = (b + 1) * ownRows > rows;
                    tiles++;
                    fastTiles += isFastTile ? 1 : 0;
                    reducer.reduce(b, j, new BlockTile(
                            reduction, scratch, operands[b], isFastTile, isPartial, width, (int) tiles));
                }
                turn.add(scratch, j, columns);
                watch.count(0, (long) packing.problems() * rows * columns);
            }
        }
        reduction.count(tiles, fastTiles);
        return reducer;
    }

    /** Decided block by block, so that it does not depend on how blocks are put together to tasks. */
    private boolean[] fastBlocks(Scratch scratch, int blocks, boolean areFastParameters) {
        boolean[] isFast = new boolean[blocks];
        for (int b = 0; b < blocks; b++) {
            isFast[b] = areFastParameters && check.block(scratch.rows(), packing.rowOffset(b));
        }
        return isFast;
    }

    /**
     * The columns of the next tile. Where a tile's candidates are told by a threshold from the tiles before it, tiles
     * grow from small to large, so that few columns are looked at without a good threshold.
     */
    private int tileColumns(long columnsDone) {
        int k = kernels.plan().reduction().k();
        return k == 0
                ? shape.tileColumns()
                : (int) Math.min(shape.tileColumns(), Math.max(Shortlists.firstColumns(k, shape.lanes()), columnsDone));
    }
}
