package keops.cpu;

import keops.tensor.Tensor;

/**
 * The working memory of one thread, in the arrays of one compute type: row values with rows side by side, column values
 * column after column, and the sums of a tile. It is kept between calls and grows when a plan needs more.
 */
abstract sealed class Scratch permits FloatScratch, DoubleScratch {
    /** Makes room; contents are lost. */
    abstract void require(int rowValues, int columnValues, int sums, int staging);

    /** Reads elements of a tensor into the staging array. */
    abstract void stage(Tensor tensor, long element, int count);

    /** Distributes one component of staged columns: {@code columns[j * stride + slot]}. */
    abstract void scatterColumns(int count, int dim, int component, int stride, int slot);

    /** Distributes one component of staged rows to lanes side by side, the last row filling the lanes beyond it. */
    abstract void scatterRows(int count, int lanes, int dim, int component, int at);

    /** Sets one row value. */
    abstract void setRow(int at, double value);

    /** Row values, for kernels. */
    abstract Object rows();

    /** Column values, for kernels. */
    abstract Object columns();

    /** The sums of a tile, for kernels. */
    abstract Object sums();

    /** Adds the sums of a tile to totals, with or beside their rounding errors. */
    abstract void addTo(double[] totals, double[] errors, int from, int count);

    /** Makes the scratch of a compute type. */
    static Scratch of(ElementKind kind) {
        return switch (kind) {
            case FLOAT -> new FloatScratch();
            case DOUBLE -> new DoubleScratch();
        };
    }
}
