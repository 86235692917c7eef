package keops.plan;

import java.util.Arrays;
import java.util.List;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * Smallest or largest values and their indices. NaN is no candidate; of equal values that of the lowest index stays.
 */
public final class Extrema implements Accumulator {
    private final Reduction reduction;
    private final int dim;
    private final boolean largest;
    private final double[] values;
    private final long[] indices;

    /** Extrema without candidates: infinite, index -1. */
    Extrema(Reduction reduction, int dim, int rows) {
        this.reduction = reduction;
        this.dim = dim;
        this.largest = reduction.takesLargest();
        this.values = new double[rows * dim];
        this.indices = new long[values.length];
        Arrays.fill(values, reduction.kind().neutral());
        Arrays.fill(indices, -1);
    }

    /** Considers a candidate. */
    public void offer(int at, double value, long index) {
        boolean better = (largest ? value > values[at] : value < values[at])
                || (value == values[at] && index < indices[at]);
        if (better || (indices[at] < 0 && !Double.isNaN(value))) {
            values[at] = value;
            indices[at] = index;
        }
    }

    /** Merges the extrema of other columns. */
    public void merge(Extrema other) {
        for (int at = 0; at < values.length; at++) {
            take(other, at, at);
        }
    }

    /** The extrema of rows that stood in groups, each with some of the columns; of a group, the first ones count. */
    public Extrema joined(int group, int count) {
        var joined = new Extrema(reduction, dim, values.length / dim / group);
        for (int at = 0; at < joined.values.length; at++) {
            for (int row = at / dim * group; row < at / dim * group + count; row++) {
                joined.take(this, row * dim + at % dim, at);
            }
        }
        return joined;
    }

    private void take(Extrema other, int from, int at) {
        if (other.indices[from] >= 0) {
            offer(at, other.values[from], other.indices[from]);
        }
    }

    @Override
    public void add(int row, long column, double[] candidates) {
        for (int k = 0; k < dim; k++) {
            offer(row * dim + k, candidates[k], column);
        }
    }

    @Override
    public void write(int row, long outputRow, List<Tensor> outputs) {
        for (int k = 0; k < dim; k++) {
            if (reduction.hasValues()) {
                outputs.getFirst().setDoubleAt(outputRow * dim + k, values[row * dim + k]);
            }
            if (reduction.hasIndices()) {
                outputs.getLast().setLongAt(outputRow * dim + k, indices[row * dim + k]);
            }
        }
    }
}
