package keops.plan;

import java.util.Arrays;
import java.util.List;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * The K smallest values in ascending order, and their indices. NaN is no candidate; of equal values the first stay. The
 * K largest are kept as the K smallest of the negated values, which are negated again when they are written.
 */
public final class Smallest implements Accumulator {
    private final Reduction reduction;
    private final int dim;
    private final int k;
    private final double[] values;
    private final long[] indices;

    /** Empty lists: +inf, index -1. */
    Smallest(Reduction reduction, int dim, int rows) {
        this.reduction = reduction;
        this.dim = dim;
        this.k = reduction.k();
        this.values = new double[Math.multiplyExact(k, rows * dim)];
        this.indices = new long[values.length];
        Arrays.fill(values, ordered(reduction.kind().neutral()));
        Arrays.fill(indices, -1);
    }

    /**
     * Sets a rank of a list, of the largest to a negated value: ranks stand list after list, and are set in ascending
     * order of their values.
     */
    public void set(int rank, double value, long index) {
        values[rank] = value;
        indices[rank] = index;
    }

    /** Considers a candidate, of the largest a negated one. */
    private void offer(int at, double value, long index) {
        int first = at * k;
        int place = first + k - 1;
        if (Double.isNaN(value) || !comesBefore(value, index, place)) {
            return;
        }
        while (place > first && comesBefore(value, index, place - 1)) {
            values[place] = values[place - 1];
            indices[place] = indices[place - 1];
            place--;
        }
        values[place] = value;
        indices[place] = index;
    }

    private boolean comesBefore(double value, long index, int place) {
        return indices[place] < 0 || value < values[place] || (value == values[place] && index < indices[place]);
    }

    /** Merges the lists of other columns. */
    public void merge(Smallest other) {
        for (int list = 0; list < values.length / k; list++) {
            take(other, list, list);
        }
    }

    /** The lists of rows that stood in groups, each with some of the columns; of a group, the first ones count. */
    public Smallest joined(int group, int count) {
        var joined = new Smallest(reduction, dim, values.length / k / dim / group);
        for (int list = 0; list < joined.values.length / k; list++) {
            for (int row = list / dim * group; row < list / dim * group + count; row++) {
                joined.take(this, row * dim + list % dim, list);
            }
        }
        return joined;
    }

    /** Merges a list into one of these. */
    private void take(Smallest other, int from, int list) {
        double[] mergedValues = new double[k];
        long[] mergedIndices = new long[k];
        int own = list * k;
        int next = from * k;
        for (int rank = 0; rank < k; rank++) {
            if (other.indices[next] >= 0 && comesBefore(other.values[next], other.indices[next], own)) {
                mergedValues[rank] = other.values[next];
                mergedIndices[rank] = other.indices[next++];
            } else {
                mergedValues[rank] = values[own];
                mergedIndices[rank] = indices[own++];
            }
        }
        System.arraycopy(mergedValues, 0, values, list * k, k);
        System.arraycopy(mergedIndices, 0, indices, list * k, k);
    }

    @Override
    public void add(int row, long column, double[] candidates) {
        for (int component = 0; component < dim; component++) {
            offer(row * dim + component, ordered(candidates[component]), column);
        }
    }

    /** What a value is ordered by, and the value again. */
    private double ordered(double value) {
        return reduction.takesLargest() ? -value : value;
    }

    @Override
    public void write(int row, long outputRow, List<Tensor> outputs) {
        for (int rank = 0; rank < k; rank++) {
            for (int component = 0; component < dim; component++) {
                int at = (row * dim + component) * k + rank;
                long to = (outputRow * k + rank) * dim + component;
                if (reduction.hasValues()) {
                    outputs.getFirst().setDoubleAt(to, ordered(values[at]));
                }
                if (reduction.hasIndices()) {
                    outputs.getLast().setLongAt(to, indices[at]);
                }
            }
        }
    }
}
