package keops.random;

import keops.tensor.DType;

/**
 * What a reduction reduces for one row: for each column and each component, the value of the formula and a bound on the
 * error that a back end may make in it.
 */
final class Terms {
    private final double[] values;
    private final double[] errors;
    private final int columns;
    private final int dim;
    private final DType dtype;

    /**
     * Empty terms.
     *
     * @param columns the number of columns
     * @param dim the number of components
     * @param dtype the compute type
     */
    Terms(int columns, int dim, DType dtype) {
        this.values = new double[columns * dim];
        this.errors = new double[columns * dim];
        this.columns = columns;
        this.dim = dim;
        this.dtype = dtype;
    }

    void set(int column, int component, double value, double error) {
        values[column * dim + component] = value;
        errors[column * dim + component] = error;
    }

    /** Some components alone. */
    Terms components(int... kept) {
        var terms = new Terms(columns, kept.length, dtype);
        for (int j = 0; j < columns; j++) {
            for (int k = 0; k < kept.length; k++) {
                terms.set(j, k, value(j, kept[k]), error(j, kept[k]));
            }
        }
        return terms;
    }

    double value(int column, int component) {
        return values[column * dim + component];
    }

    /** The bound; infinite where nothing can be said. */
    double error(int column, int component) {
        return errors[column * dim + component];
    }

    int columns() {
        return columns;
    }

    int dim() {
        return dim;
    }

    /** Half an ulp of the compute type, relative. */
    double unit() {
        return RoundingAnalysis.unit(dtype);
    }

    /** What the compute type may flush to zero. */
    double flushed() {
        return RoundingAnalysis.flushed(dtype);
    }
}
