package keops.plan;

import java.util.Arrays;
import java.util.List;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/** The K smallest values in ascending order, and their indices. NaN is no candidate; of equal values the first stays. */
public final class Smallest implements Accumulator {
    private final Reduction.Kind kind;
    private final int dim;
    private final int k;
    private final double[] values;
    private final long[] indices;

    /** Empty lists: +inf, index -1. */
    Smallest(Plan plan, int rows) {
        this.kind = plan.reduction().kind();
        this.dim = plan.dim();
        this.k = plan.reduction().k();
        this.values = new double[Math.multiplyExact(k, rows * dim)];
        this.indices = new long[values.length];
        Arrays.fill(values, Double.POSITIVE_INFINITY);
        Arrays.fill(indices, -1);
    }

    /** Sets a rank of a list: ranks stand list after list, and are set in ascending order of their values. */
    public void set(int rank, double value, long index) {
        values[rank] = value;
        indices[rank] = index;
    }

    /** Considers a candidate; the lower indices come first. */
    public void offer(int at, double value, long index) {
        int first = at * k;
        int place = first + k - 1;
        if (Double.isNaN(value) || indices[place] >= 0 && !(value < values[place])) {
            return;
        }
        while (place > first && (indices[place - 1] < 0 || value < values[place - 1])) {
            values[place] = values[place - 1];
            indices[place] = indices[place - 1];
            place--;
        }
        values[place] = value;
        indices[place] = index;
    }

    /** Takes over the lists of later columns. */
    public void merge(Smallest later) {
        double[] mergedValues = new double[k];
        long[] mergedIndices = new long[k];
        for (int first = 0; first < values.length; first += k) {
            int own = first;
            int other = first;
            for (int rank = 0; rank < k; rank++) {
                boolean isOwn = later.indices[other] < 0
                        || indices[own] >= 0 && !(later.values[other] < values[own]);
                mergedValues[rank] = isOwn ? values[own] : later.values[other];
                mergedIndices[rank] = isOwn ? indices[own++] : later.indices[other++];
            }
            System.arraycopy(mergedValues, 0, values, first, k);
            System.arraycopy(mergedIndices, 0, indices, first, k);
        }
    }

    @Override
    public void add(int row, long column, double[] candidates) {
        for (int component = 0; component < dim; component++) {
            offer(row * dim + component, candidates[component], column);
        }
    }

    @Override
    public void write(int row, long outputRow, List<Tensor> outputs) {
        for (int rank = 0; rank < k; rank++) {
            for (int component = 0; component < dim; component++) {
                int at = (row * dim + component) * k + rank;
                long to = (outputRow * k + rank) * dim + component;
                if (kind != Reduction.Kind.ARG_K_MIN) {
                    outputs.getFirst().setDoubleAt(to, values[at]);
                }
                if (kind != Reduction.Kind.K_MIN) {
                    outputs.getLast().setLongAt(to, indices[at]);
                }
            }
        }
    }
}
