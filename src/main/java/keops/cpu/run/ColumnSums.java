package keops.cpu.run;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import keops.cpu.memory.Scratch;
import keops.cpu.memory.SharedArguments;
import keops.cpu.reduction.KernelPlan;
import keops.plan.TwoSum;
import keops.program.Extent;
import keops.tensor.DType;

/**
 * Sums over the rows, for each column, of all tasks of a call: in double precision, with their rounding errors kept
 * aside. Tasks come to a column in the order of their rows, whatever the number of threads, so that the sums have the
 * same bits; but no two tasks that run at the same time wait for each other as long as there are enough sets of sums,
 * of which each takes every so many-th group of rows.
 */
public final class ColumnSums {
    /** A task waits for one so many tasks before it: no more threads than this work without ever waiting. */
    private static final int TASKS_APART = 16;
    /**
     * Bytes of all sums: from the former on there is one set of them, and more than the latter are not worth the pass.
     */
    private static final long SET_BYTES = 256L << 20;
    private static final long LARGEST_SET_BYTES = 1L << 30;
    /** Those of a sum, with its error. */
    private static final long SUM_BYTES = 2 * Double.BYTES;
    /** Looks at the progress of another task before the thread sleeps for a while. */
    private static final int SPINS = 1000;
    private static final long SLEEP_NANOS = 20_000;

    private final int dim;
    private final int tileColumns;
    private final int lanes;
    private final int sets;
    private final int segments;
    /** Of each set. */
    private final List<MemorySegment> sums = new ArrayList<>();
    private final List<MemorySegment> errors = new ArrayList<>();
    /** The column up to which each task has come. */
    private final AtomicLongArray done;

    /**
     * Room for the sums of a call.
     *
     * @param shared gives memory
     * @param groups the groups of rows
     * @param segments the parts that the columns are cut into; a task takes one group and one part, group after group
     */
    ColumnSums(KernelPlan kernels, SharedArguments shared, long columns, int groups, int segments) {
        this.dim = kernels.plan().dim(Extent.COLUMNS);
        this.tileColumns = kernels.shape().tileColumns();
        this.lanes = kernels.shape().blockLanes();
        this.segments = segments;
        long numbers = Math.multiplyExact(columns, dim);
        long affordable = Math.max(1, SET_BYTES / Math.max(1, numbers * SUM_BYTES));
        this.sets = (int) Math.min(affordable, Math.min(Math.ceilDiv(TASKS_APART, segments), groups));
        for (int set = 0; set < sets && numbers > 0; set++) {
            sums.add(shared.allocate(DType.FLOAT64, numbers).segment());
            errors.add(shared.allocate(DType.FLOAT64, numbers).segment());
        }
        this.done = new AtomicLongArray(dim == 0 ? 0 : Math.multiplyExact(groups, segments));
    }

    /** Whether there is room for some sums of each column. */
    public static boolean fit(long columns, int dim) {
        return dim == 0 || columns <= LARGEST_SET_BYTES / (SUM_BYTES * dim);
    }

    /** Takes what a task has come to for some columns. */
    interface Turn {
        /** Where there are no such sums. */
        Turn WITHOUT_SUMS = (_, _, _) -> { };

        /**
         * Adds the sums of a tile, after those of the rows before.
         *
         * @param scratch holds the sums, which start again from 0
         * @param first the first column of the tile
         * @param width its columns
         */
        void add(Scratch scratch, long first, int width);
    }

    /** Does a task; whatever becomes of it, those that come after it will not wait. */
    <T> T inTurn(int task, Function<Turn, T> work) {
        if (dim == 0) {
            return work.apply(Turn.WITHOUT_SUMS);
        }
        double[] ofTile = new double[tileColumns * dim];
        try {
            return work.apply((scratch, first, width) -> {
                scratch.takeColumnSums(ofTile, dim, width, tileColumns, lanes);
                await(task - sets * segments, first + width);
                add(ofTile, width * dim, task / segments % sets, first * dim);
                done.set(task, first + width);
            });
        } finally {
            done.set(task, Long.MAX_VALUE);
        }
    }

    /** Waits for a task, which has begun before, to come to some column. */
    private void await(int task, long column) {
        for (int spins = 0; task >= 0 && done.get(task) < column; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(SLEEP_NANOS);
            }
        }
    }

    /** What rounding takes from a sum goes to its error. */
    private void add(double[] terms, int count, int set, long at) {
        MemorySegment sums = this.sums.get(set);
        MemorySegment errors = this.errors.get(set);
        for (int k = 0; k < count; k++) {
            double before = sums.getAtIndex(ValueLayout.JAVA_DOUBLE, at + k);
            double sum = before + terms[k];
            double lost = TwoSum.error(before, terms[k], sum);
            sums.setAtIndex(ValueLayout.JAVA_DOUBLE, at + k, sum);
            errors.setAtIndex(
                    ValueLayout.JAVA_DOUBLE, at + k, errors.getAtIndex(ValueLayout.JAVA_DOUBLE, at + k) + lost);
        }
    }

    /** The sum of a column over all rows. */
    double sum(long column, int component) {
        double sum = 0;
        double error = 0;
        for (int set = 0; set < sets; set++) {
            long at = column * dim + component;
            sum += sums.get(set).getAtIndex(ValueLayout.JAVA_DOUBLE, at);
            error += errors.get(set).getAtIndex(ValueLayout.JAVA_DOUBLE, at);
        }
        return Double.isFinite(error) ? sum + error : sum;
    }
}
