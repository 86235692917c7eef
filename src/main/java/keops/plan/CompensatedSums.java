package keops.plan;

import java.util.List;
import keops.program.Extent;
import keops.tensor.Tensor;

/**
 * Sums whose rounding errors are kept aside and added at the end (Neumaier 1974, "Rundungsfehleranalyse einiger
 * Verfahren zur Summation endlicher Summen"; the error-free step is {@link TwoSum}): as accurate as sums in twice the
 * precision. Infinities and NaN come out as in a plain sum.
 */
public final class CompensatedSums implements Accumulator {
    private final int dim;
    private final int rowDim;
    private final double[] sums;
    private final double[] errors;

    CompensatedSums(Plan plan, int rows) {
        this(plan.dim(), plan.dim(Extent.ROWS), rows);
    }

    private CompensatedSums(int dim, int rowDim, int rows) {
        this.dim = dim;
        this.rowDim = rowDim;
        this.sums = new double[rows * dim];
        this.errors = new double[sums.length];
    }

    /** Some sums that stand alone. */
    public static CompensatedSums of(int count) {
        return new CompensatedSums(count, count, 1);
    }

    /** Adds other sums, with their errors. */
    public void merge(CompensatedSums other) {
        for (int at = 0; at < sums.length; at++) {
            add(at, other.sums[at]);
            errors[at] += other.errors[at];
        }
    }

    /** Adds a term. */
    public void add(int at, double term) {
        double sum = sums[at] + term;
        errors[at] += TwoSum.error(sums[at], term, sum);
        sums[at] = sum;
    }

    @Override
    public void add(int row, long column, double[] terms) {
        for (int k = 0; k < dim; k++) {
            add(row * dim + k, terms[k]);
        }
    }

    @Override
    public void write(int row, long outputRow, List<Tensor> outputs) {
        for (int k = 0; k < rowDim; k++) {
            outputs.getFirst().setDoubleAt(outputRow * rowDim + k, value(row * dim + k));
        }
    }

    /** A sum. */
    public double value(int at) {
        return Double.isFinite(errors[at]) ? sums[at] + errors[at] : sums[at];
    }
}
