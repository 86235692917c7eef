package keops.cpu.memory;

import java.lang.reflect.Array;
import keops.cpu.code.ElementKind;
import keops.cpu.code.Operands;
import keops.cpu.layout.Inputs;
import keops.plan.Watch;
import keops.tensor.Tensor;

/**
 * The working memory of one thread, in the arrays of one compute type: row values with rows side by side; column values
 * column after column, or those that stand in the lanes together; live-out values of pairs; the accumulators of a tile;
 * and sums over rows, lane by lane. It is kept between calls and grows when a plan needs more. It is for one thread at
 * a time.
 */
public final class Scratch {
    /** From this length on a copy is worth its call. */
    private static final int LONG_RUN = 12;

    private final ElementKind kind;
    private final Elements elements;
    private Object rows;
    private Object columns;
    private Object pairs;
    private Object results;
    private Object columnSums;
    private Object staging;
    private long[] events = {};

    /** Working memory of a compute type, without any room yet. */
    public Scratch(ElementKind kind) {
        this.kind = kind;
        this.elements = Elements.of(kind);
        Object none = kind.newArray(0);
        this.rows = none;
        this.columns = none;
        this.pairs = none;
        this.results = none;
        this.columnSums = none;
        this.staging = none;
    }

    /** Makes room, counted in numbers; contents are lost. */
    public void require(int rowValues, int columnValues, int pairValues, int resultValues, int stagingValues) {
        rows = grown(rows, rowValues);
        columns = grown(columns, columnValues);
        pairs = grown(pairs, pairValues);
        results = grown(results, resultValues);
        staging = grown(staging, stagingValues);
    }

    private Object grown(Object array, int count) {
        return Array.getLength(array) < count ? kind.newArray(count) : array;
    }

    /** Makes room for events. */
    public void requireEvents(int count) {
        events = events.length < count ? new long[count] : events;
    }

    /** Makes room for sums over rows; they start from 0. */
    public void requireColumnSums(int count) {
        columnSums = grown(columnSums, count);
        elements.fill(columnSums, 0, count, 0);
    }

    /** Reads elements of a tensor into the staging array. */
    public void stage(Tensor tensor, long element, int count) {
        stage(tensor, element, count, 0);
    }

    /** Reads elements of a tensor into the staging array from some place on. */
    public void stage(Tensor tensor, long element, int count, int at) {
        elements.read(tensor, element, count, staging, at);
    }

    /** Distributes components of staged columns: {@code columns[j * stride + slot]}. */
    public void scatterColumns(int count, int dim, Inputs.Run run, int stride) {
        if (run.length() >= LONG_RUN) {
            elements.scatterRuns(staging, run.component(), dim, columns, run.slot(), stride, count, run.length());
        } else {
            for (int k = 0; k < run.length(); k++) {
                elements.scatter(staging, run.component() + k, dim, columns, run.slot() + k, stride, count);
            }
        }
    }

    /**
     * Distributes components of staged columns that shall stand side by side in lanes: {@code columns[j / lanes *
     * stride + slot * lanes + j % lanes]}; the last column fills the lanes beyond it.
     */
    public void interleaveColumns(int count, int dim, Inputs.Run run, int stride, int lanes) {
        int whole = count / lanes;
        int rest = count % lanes;
        for (int k = 0; k < run.length(); k++) {
            int from = run.component() + k;
            int to = (run.slot() + k) * lanes;
            elements.gather(staging, from, dim, columns, to, stride, whole, lanes);
            if (rest > 0) {
                int last = to + whole * stride;
                elements.gather(staging, from + whole * lanes * dim, dim, columns, last, stride, 1, rest);
                elements.fill(columns, last + rest, last + lanes, elements.get(columns, last + rest - 1));
            }
        }
    }

    /**
     * Distributes a component of staged columns of several problems, whose columns shall stand in the lanes.
     *
     * @param from the component of the first column of the first problem
     * @param dim from one column to the next
     * @param ofLane from one problem to the next
     * @param to where it goes
     * @param stride from one column to the next there
     * @param count the columns of each problem
     * @param given the problems
     * @param lanes the lanes; the last problem fills those beyond it
     */
    public void interleaveColumns(
            int from, int dim, int ofLane, int to, int stride, int count, int given, int lanes) {
        elements.interleave(staging, from, dim, ofLane, columns, to, stride, count, given, lanes);
    }

    /**
     * The same for rows, a vector of each.
     *
     * @param own the rows to set; the last staged one fills those beyond it
     */
    public void interleaveRows(int from, int dim, int ofLane, int to, int count, int own, int given, int lanes) {
        elements.interleave(staging, from, dim, ofLane, rows, to, lanes, count, given, lanes);
        for (int i = count; i < own; i++) {
            System.arraycopy(rows, to + (count - 1) * lanes, rows, to + i * lanes, lanes);
        }
    }

    /** Distributes one component of staged rows to lanes side by side, the last row filling the lanes beyond it. */
    public void scatterRows(int count, int lanes, int dim, int component, int at) {
        elements.gather(staging, component, dim, rows, at, 0, 1, count);
        elements.fill(rows, at + count, at + lanes, elements.get(rows, at + count - 1));
    }

    /**
     * Broadcasts one component of each staged row to as many lanes.
     *
     * @param own the rows to set; the last staged one fills those beyond it
     */
    public void broadcastRows(int count, int own, int lanes, int dim, int component, int at) {
        for (int i = 0; i < own; i++) {
            double value = elements.get(staging, Math.min(i, count - 1) * dim + component);
            elements.fill(rows, at + i * lanes, at + (i + 1) * lanes, value);
        }
    }

    /** Sets one row value. */
    public void setRow(int at, double value) {
        elements.set(rows, at, value);
    }

    /** Sets consecutive row values to those of an array of the compute type. */
    public void copyRows(Object source, int from, int at, int count) {
        System.arraycopy(source, from, rows, at, count);
    }

    /**
     * Its arrays, for the kernels of a pass; they hold until it grows.
     *
     * @param rowOffset where the block starts among the row values
     */
    public Operands operands(int rowOffset, Object parameters, Watch watch) {
        return new Operands(rows, rowOffset, columns, parameters, pairs, results, columnSums, events, watch);
    }

    /** Row values, for kernels. */
    public Object rows() {
        return rows;
    }

    /** Column values, for kernels. */
    public Object columns() {
        return columns;
    }

    /** The accumulators of a tile, for kernels. */
    public Object results() {
        return results;
    }

    /** Events, for kernels. */
    public long[] events() {
        return events;
    }

    /**
     * Brings together the lanes of sums over rows, which start again from 0.
     *
     * @param target receives the sums of the first column, then those of the next
     * @param slots the sums of a column
     * @param count the columns
     * @param tileColumns the columns for which a slot has room
     */
    public void takeColumnSums(double[] target, int slots, int count, int tileColumns, int lanes) {
        for (int slot = 0; slot < slots; slot++) {
            int from = slot * tileColumns * lanes;
            elements.sumLanes(columnSums, from, lanes, target, slot, slots, count);
            elements.fill(columnSums, from, from + count * lanes, 0);
        }
    }

    /**
     * Adds accumulators to totals, with or beside their rounding errors.
     *
     * @param from the first total; totals stand side by side
     * @param first the first accumulator
     * @param length the numbers of an accumulator
     * @param slots from one accumulator to the next that is added
     * @param count the accumulators that are added
     */
    public void addResults(double[] totals, double[] errors, int from, int first, int length, int slots, int count) {
        for (int slot = 0; slot < count; slot++) {
            elements.accumulate(totals, errors, from + slot * length, results, first + slot * slots * length, length);
        }
    }

    /** Adds accumulators that are rounding errors to those kept aside: NaN where a sum became infinite. */
    public void addErrors(double[] errors, int from, int first, int length, int slots, int count) {
        for (int slot = 0; slot < count; slot++) {
            elements.addTo(errors, from + slot * length, results, first + slot * slots * length, length);
        }
    }

    /** Reads accumulators. */
    public void getResults(double[] target, int to, int first, int count) {
        elements.toDoubles(results, first, target, to, count);
    }

    /** Sets some accumulators to one value. */
    public void fillResults(int first, int count, double value) {
        elements.fill(results, first, first + count, value);
    }

    /** Sets accumulators, from the first. */
    public void setResults(double[] source, int from, int count) {
        elements.fromDoubles(source, from, results, count);
    }
}
