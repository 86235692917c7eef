package keops.cpu.lists;

import keops.cpu.memory.Scratch;
import keops.plan.Smallest;

/**
 * Lists of a few ranks, sorted at any time: rank after rank, each for all rows of a block, so that candidates are taken
 * in for all rows of a vector at once. Before the ranks stands one that nothing enters (-infinity).
 */
public final class SortedLists implements Shortlists {
    /** With more ranks, gathered candidates cost less. */
    private static final int MOST_RANKS = 16;

    private final Scratch scratch;
    private final Insertion insertion;
    private final int k;
    private final int rows;
    private final Lists lists;

    SortedLists(ShortlistCode code, Scratch scratch, int blocks) {
        this.scratch = scratch;
        this.insertion = code.insertion();
        this.k = code.k();
        this.rows = code.shape().blockRows();
        int count = blocks * code.dim();
        int length = Math.multiplyExact(count * rows, places(k));
        this.lists = Lists.of(code.shape().kind(), length);
        lists.fill(0, length, Double.NaN);
        for (int from = 0; from < length; from += places(k) * rows) {
            lists.fill(from, from + rows, Double.NEGATIVE_INFINITY);
        }
    }

    /** Whether K is small enough. */
    public static boolean suits(int k) {
        return k <= MOST_RANKS;
    }

    /** The places of a list of K ranks. */
    static int places(int k) {
        return k + 1;
    }

    @Override
    public void giveThresholds(int list, int at) {
        scratch.copyRows(lists.values(), list * places(k) + k * rows, at, rows);
    }

    /** It is at most that of each list, and each has its part of K values up to the largest of their last ones. */
    @Override
    public double sharedThreshold(int list, int count) {
        int part = (k + count - 1) / count;
        int first = list / rows * rows * places(k) + list % rows;
        double least = Double.NaN;
        double largest = Double.NEGATIVE_INFINITY;
        for (int lane = first; lane < first + count; lane++) {
            double last = lists.value(lane + k * rows);
            least = last < least || Double.isNaN(least) ? last : least;
            largest = Math.max(largest, lists.value(lane + part * rows));
        }
        return largest < least || Double.isNaN(least) ? largest : least;
    }

    @Override
    public void take(int events, int firstList, int firstIndex) {
        insertion.insert(scratch.events(), events, scratch.results(), lists.values(), lists.indices(),
                firstList * places(k), firstIndex);
    }

    @Override
    public void copyTo(Smallest smallest, int to, int list, long firstColumn, int columnStride) {
        int first = list / rows * rows * places(k) + list % rows;
        for (int rank = 0; rank < k; rank++) {
            int at = first + (1 + rank) * rows;
            double value = lists.value(at);
            if (!Double.isNaN(value)) {
                smallest.set(to * k + rank, value, firstColumn + lists.index(at) * columnStride);
            }
        }
    }
}
