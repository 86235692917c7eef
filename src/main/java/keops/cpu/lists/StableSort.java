package keops.cpu.lists;

import java.util.Arrays;

/**
 * Sorts values with their indices; what is equal keeps its order. In short runs, values are counted that are at most as
 * large as each, a vector at once: that takes fewer steps than any other sort, since nothing has to be predicted. Runs
 * are merged.
 */
final class StableSort {
    /** The length of a run, a whole number of vectors. */
    private static final int RUN = 128;

    private final Sieve counting;
    private double[] values;
    private long[] indices;
    private double[] otherValues;
    private long[] otherIndices;

    /**
     * A sort.
     *
     * @param counting counts values
     * @param most the most values that are sorted
     */
    StableSort(Sieve counting, int most) {
        this.counting = counting;
        this.values = new double[most];
        this.indices = new long[most];
        this.otherValues = new double[most];
        this.otherIndices = new long[most];
    }

    double value(int rank) {
        return values[rank];
    }

    long index(int rank) {
        return indices[rank];
    }

    /** Sorts part of some lists, none of which is NaN, while NaN fills the last vector; the lists stay as they are. */
    void sort(Lists lists, int from, int end) {
        for (int first = from; first < end; first += RUN) {
            sortRun(lists, from, first, Math.min(end, first + RUN));
        }
        int count = end - from;
        for (int run = RUN; run < count; run *= 2) {
            for (int first = 0; first < count; first += 2 * run) {
                merge(first, Math.min(count, first + run), Math.min(count, first + 2 * run));
            }
            swap();
        }
    }

    private void sortRun(Lists lists, int from, int first, int end) {
        Arrays.fill(indices, first - from, end - from, -1);
        for (int at = end - 1; at >= first; at--) {
            double value = lists.value(at);
            int place = counting.keepAtMost(lists.values(), lists.indices(), first, end, value) - 1 - from;
            while (indices[place] >= 0) {
                place--;
            }
            values[place] = value;
            indices[place] = lists.index(at);
        }
    }

    /** Merges two runs that follow each other. */
    private void merge(int from, int middle, int to) {
        int first = from;
        int second = middle;
        for (int at = from; at < to; at++) {
            boolean isFirst = second == to || first < middle && !(values[second] < values[first]);
            int taken = isFirst ? first++ : second++;
            otherValues[at] = values[taken];
            otherIndices[at] = indices[taken];
        }
    }

    private void swap() {
        double[] sortedValues = otherValues;
        long[] sortedIndices = otherIndices;
        otherValues = values;
        otherIndices = indices;
        values = sortedValues;
        indices = sortedIndices;
    }
}
