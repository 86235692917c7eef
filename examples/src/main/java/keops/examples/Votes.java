package keops.examples;

import keops.tensor.Tensor;

/** What K nearest neighbours vote for. */
final class Votes {
    private Votes() {}

    /**
     * The most frequent label of the neighbours; the smallest in case of a tie.
     *
     * @param neighbours the indices of the neighbours, the nearest first; -1 stands for none: (N, at least k)
     * @param row whose neighbours are asked
     * @param k how many of them are asked
     * @param labels the label of each index, from 0 on
     * @return the label, or -1 if there are no neighbours
     */
    static long majority(Tensor neighbours, long row, int k, Tensor labels) {
        long best = -1;
        int most = 0;
        for (int a = 0; a < k; a++) {
            long neighbour = neighbours.getLong(row, a);
            if (neighbour < 0) {
                continue;
            }
            long candidate = labels.longAt(neighbour);
            int votes = 0;
            for (int b = 0; b < k; b++) {
                long other = neighbours.getLong(row, b);
                votes += other >= 0 && labels.longAt(other) == candidate ? 1 : 0;
            }
            if (votes > most || votes == most && candidate < best) {
                most = votes;
                best = candidate;
            }
        }
        return best;
    }
}
