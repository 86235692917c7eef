package keops.cpu.lists;

import keops.cpu.memory.Scratch;
import keops.plan.Smallest;

/**
 * Lists of many ranks, sorted in the end only: candidates are appended to a buffer, and when that is full, most of what
 * is not among the K smallest is thrown away, and what stays sets the limit for candidates to come. What stays keeps
 * its order, which is that of columns, so that of ties the lowest index is kept.
 *
 * <p>With a buffer of twice K, about 1.4 K log(N / K) of N columns in random order are appended, and each of them is
 * looked at in two selections on average.
 */
public final class GatheredLists implements Shortlists {
    /**
     * The part of the places beyond K that a selection may leave taken: the less, the longer the search for the limit.
     */
    private static final int SLACK = 4;
    /** Limits are looked for at so many places of a buffer, then at the places beside them, and so on. */
    private static final int PROBES = 7;
    /** Events whose candidates are gathered before they are appended: few, so that limits are fresh. */
    private static final int EVENTS_TOGETHER = 32;

    private final Scratch scratch;
    private final GatheringCode code;
    private final int k;
    private final int rows;
    private final int lanes;
    private final int capacity;
    /** What a selection may leave. */
    private final int most;
    private final int firstBuffer;
    /** The limits of all lists, with the numbers of the lists for indices, and then their buffers. */
    private final Lists lists;
    /** The first free place of each list. */
    private final int[] ends;
    /** The candidates that are to be appended. */
    private final Lists gathered;
    /** Their lists, in place of indices. */
    private final Lists gatheredRows;
    private StableSort sort;

    GatheredLists(ShortlistCode shortlists, Scratch scratch, int blocks, long columns) {
        this.scratch = scratch;
        this.code = shortlists.gathering();
        this.k = shortlists.k();
        this.rows = shortlists.shape().blockRows();
        this.lanes = shortlists.shape().lanes();
        int count = Math.multiplyExact(blocks * shortlists.dim(), rows);
        this.capacity = (int) Math.min(capacity(k, lanes), (columns / lanes + 1) * lanes);
        this.most = k + (capacity(k, lanes) - k) / SLACK;
        this.firstBuffer = count;
        this.lists = Lists.of(shortlists.shape().kind(), Math.addExact(count, Math.multiplyExact(count, capacity)));
        lists.fill(0, count, Double.NaN);
        this.ends = new int[count];
        for (int list = 0; list < count; list++) {
            lists.setIndex(list, list);
            ends[list] = start(list);
        }
        this.gathered = Lists.of(shortlists.shape().kind(), (EVENTS_TOGETHER + 1) * lanes);
        this.gatheredRows = Lists.of(shortlists.shape().kind(), (EVENTS_TOGETHER + 1) * lanes);
    }

    /** The places of a buffer: about twice K, a whole number of vectors. */
    public static int capacity(int k, int lanes) {
        return Math.toIntExact((2L * (k - 1) / lanes + 1) * lanes);
    }

    private int start(int list) {
        return firstBuffer + list * capacity;
    }

    @Override
    public void giveThresholds(int list, int at) {
        scratch.copyRows(lists.values(), list, at, rows);
    }

    /** The least of their limits. */
    @Override
    public double sharedThreshold(int list, int count) {
        double least = Double.NaN;
        for (int lane = list; lane < list + count; lane++) {
            double limit = lists.value(lane);
            least = limit < least || Double.isNaN(least) ? limit : least;
        }
        return least;
    }

    @Override
    public void take(int events, int firstList, int firstIndex) {
        for (int from = 0; from < events; from += EVENTS_TOGETHER) {
            append(gather(from, Math.min(events, from + EVENTS_TOGETHER), firstList, firstIndex));
        }
    }

    private int gather(int from, int to, int firstList, int firstIndex) {
        return code.gathering().gather(scratch.events(), from, to, scratch.results(), lists.values(), lists.indices(),
                firstList, firstIndex, gathered.values(), gathered.indices(), gatheredRows.indices());
    }

    private void append(int count) {
        for (int done = 0; done < count; ) {
            done = code.appending().append(done, count, gathered.values(), gathered.indices(), gatheredRows.indices(),
                    lists.values(), lists.indices(), ends, start(1), capacity);
            int list = (int) gatheredRows.index(done - 1);
            if (ends[list] == start(list + 1)) {
                select(list);
            }
        }
    }

    /**
     * Throws most of what is not among the K smallest of a buffer away. There is enough, and NaN fills the last vector.
     */
    private void select(int list) {
        int from = start(list);
        double limit = limit(from, ends[list]);
        int end = sift(code.moving(), from, ends[list], limit);
        if (end - from > most) {
            end = dropTies(from, end, limit);
        }
        ends[list] = end;
        lists.fill(list, list + 1, limit);
    }

    private int sift(Sieve sieve, int from, int end, double limit) {
        return sieve.keepAtMost(lists.values(), lists.indices(), from, end, limit);
    }

    /** A value that K at least and few enough are at most; or more are, but fewer than K are below. */
    private double limit(int from, int end) {
        // Fewer than K are at most the first, too many are at most the second; NaN while unknown.
        double low = Double.NaN;
        double high = Double.NaN;
        int stride = (end - from - 1) / PROBES + 1;
        for (int first = 0; first < stride; first++) {
            // From the middle on, where the limit is when candidates came in descending order.
            for (int probe = PROBES / 2; probe < PROBES / 2 + PROBES; probe++) {
                int at = from + first + probe % PROBES * stride;
                if (at < end && !(lists.value(at) <= low || lists.value(at) >= high)) {
                    int count = sift(code.counting(), from, end, lists.value(at)) - from;
                    if (count < k) {
                        low = lists.value(at);
                    } else {
                        high = lists.value(at);
                    }
                    if (count >= k && count <= most) {
                        return high;
                    }
                }
            }
        }
        return high;
    }

    /** Throws the last of what equals the largest away, so that K are left. */
    private int dropTies(int from, int end, double largest) {
        int first = end;
        for (int surplus = end - from - k; surplus > 0; first--) {
            surplus -= lists.value(first - 1) == largest ? 1 : 0;
        }
        int kept = first;
        for (int at = first; at < end; at++) {
            if (lists.value(at) < largest) {
                lists.copy(at, kept++);
            }
        }
        return kept;
    }

    @Override
    public void copyTo(Smallest smallest, int to, int list, long firstColumn, int columnStride) {
        int from = start(list);
        endWithNaN(list);
        if (ends[list] - from > most) {
            select(list);
            endWithNaN(list);
        }
        if (sort == null) {
            sort = new StableSort(code.counting(), capacity);
        }
        sort.sort(lists, from, ends[list]);
        for (int rank = 0; rank < Math.min(k, ends[list] - from); rank++) {
            smallest.set(to * k + rank, sort.value(rank), firstColumn + sort.index(rank) * columnStride);
        }
    }

    private void endWithNaN(int list) {
        lists.fill(ends[list], Math.min(ends[list] + lanes, start(list + 1)), Double.NaN);
    }
}
