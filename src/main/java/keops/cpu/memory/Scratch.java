package keops.cpu.memory;

import keops.cpu.code.ElementKind;
import keops.cpu.layout.Inputs;
import keops.tensor.Tensor;

/**
 * The working memory of one thread, in the arrays of one compute type: row values with rows side by side, column values
 * column after column, or those that stand in the lanes together, values of pairs that kernels hand on, and results of
 * tiles, and sums over rows, lane by lane. It is kept between calls and grows when a plan needs more.
 */
public abstract sealed class Scratch permits FloatScratch, DoubleScratch {
    /** From this length on a copy is worth its call. */
    static final int LONG_RUN = 12;

    private long[] events = {};

    /** Makes room, counted in numbers; contents are lost. */
    public abstract void require(int rowValues, int columnValues, int pairValues, int resultValues, int stagingValues);

    /** Makes room for events. */
    public void requireEvents(int count) {
        events = events.length < count ? new long[count] : events;
    }

    /** Events, for kernels. */
    public long[] events() {
        return events;
    }

    /** Makes room for sums over rows; they start from 0. */
    public abstract void requireColumnSums(int count);

    /** Reads elements of a tensor into the staging array. */
    public abstract void stage(Tensor tensor, long element, int count);

    /** Distributes components of staged columns: {@code columns[j * stride + slot]}. */
    public abstract void scatterColumns(int count, int dim, Inputs.Run run, int stride);

    /**
     * Distributes components of staged columns that shall stand side by side in lanes: {@code columns[j / lanes * stride
     * + slot * lanes + j % lanes]}; the last column fills the lanes beyond it.
     */
    public abstract void interleaveColumns(int count, int dim, Inputs.Run run, int stride, int lanes);

    /** Distributes one component of staged rows to lanes side by side, the last row filling the lanes beyond it. */
    public abstract void scatterRows(int count, int lanes, int dim, int component, int at);

    /**
     * Sets as many lanes to one component of each staged row.
     *
     * @param own the rows to set; the last staged one fills those beyond it
     */
    public abstract void spreadRows(int count, int own, int lanes, int dim, int component, int at);

    /** Sets one row value. */
    public abstract void setRow(int at, double value);

    /** Sets consecutive row values to those of an array of the compute type. */
    public abstract void copyRows(Object source, int from, int at, int count);

    /** Row values, for kernels. */
    public abstract Object rows();

    /** Column values, for kernels. */
    public abstract Object columns();

    /** Values of pairs, for kernels. */
    public abstract Object pairs();

    /** Results of a tile, for kernels. */
    public abstract Object results();

    /** Sums over rows, for kernels. */
    public abstract Object columnSums();

    /**
     * Brings together the lanes of sums over rows, which start again from 0.
     *
     * @param target receives the sums of the first column, then those of the next
     * @param slots the sums of a column
     * @param columns the columns
     * @param tileColumns the columns for which a slot has room
     */
    public abstract void takeColumnSums(double[] target, int slots, int columns, int tileColumns, int lanes);

    /**
     * Adds results to totals, with or beside their rounding errors.
     *
     * @param from the first total; totals stand side by side
     * @param first the first result
     * @param length the numbers of a result slot
     * @param slots from one slot to the next that is added
     * @param count the slots that are added
     */
    public abstract void addResults(double[] totals, double[] errors, int from, int first, int length, int slots, int count);

    /** Adds results that are rounding errors to those kept aside: NaN where a sum became infinite. */
    public abstract void addErrors(double[] errors, int from, int first, int length, int slots, int count);

    /** Reads results. */
    public abstract void getResults(double[] target, int to, int first, int count);

    /** Sets some results to one value. */
    public abstract void fillResults(int first, int count, double value);

    /** Sets results, from the first. */
    public abstract void setResults(double[] source, int from, int count);

    /** Makes the scratch of a compute type. */
    public static Scratch of(ElementKind kind) {
        return switch (kind) {
            case FLOAT -> new FloatScratch();
            case DOUBLE -> new DoubleScratch();
        };
    }
}
