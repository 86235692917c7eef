package keops.jmh;

import java.lang.foreign.Arena;
import java.util.function.Function;
import keops.tensor.Tensor;

/**
 * One of those that are timed in turns. What is slow does a part of the rows only, and what is quick is called several
 * times in a row, so that all turns are of about the same length; costs are given per pair.
 */
final class Contestant {
    private static final double TURN_NANOS = 40e6;
    private static final double ROWS_TO_BEFORE = 20;
    private static final double SHORTEST_TURN_NANOS = 2e6;

    private final Computation computation;
    private final Tensor result;
    private final double pairs;
    private final int threads;
    private int callsPerTurn = 1;

    private Contestant(Computation computation, Task task, Data data, Arena arena, int threads) {
        this.computation = computation;
        this.result = data.allocateResult(arena, task);
        this.pairs = data.shape().pairs();
        this.threads = threads;
    }

    /** One that always does all rows. */
    static Contestant whole(Computation computation, Task task, Data data, Arena arena, int threads) {
        return new Contestant(computation, task, data, arena, threads);
    }

    /** One that does as many rows as fit into its turn, and so many that what it does before them hardly counts. */
    static Contestant ofSomeRows(Function<Data, Computation> maker, Task task, Data data, Arena arena, int threads) {
        Data few = data.firstRows(2L * threads);
        Data more = data.firstRows(10L * threads);
        double nanosOfFew = whole(maker.apply(few), task, few, arena, threads).nanos();
        double nanosOfMore = whole(maker.apply(more), task, more, arena, threads).nanos();
        long added = Math.max(1, more.shape().rows() - few.shape().rows());
        double nanosPerRow = Math.max(1, nanosOfMore - nanosOfFew) / added;
        double before = Math.max(0, nanosOfFew - nanosPerRow * few.shape().rows());
        double rows = Math.max(TURN_NANOS, ROWS_TO_BEFORE * before) / nanosPerRow;
        Data some = data.firstRows(Math.max(few.shape().rows(), (long) rows));
        return whole(maker.apply(some), task, some, arena, threads);
    }

    /** The nanoseconds of a call, the faster of two. */
    private double nanos() {
        return Math.max(1, Math.min(turn(), turn()));
    }

    private long turn() {
        return Clock.nanos(threads, () -> {
            for (int call = 0; call < callsPerTurn; call++) {
                computation.call(result);
            }
        });
    }

    /**
     * Takes a turn, and gives the nanoseconds of all cores for 16 pairs: one float32 vector of AVX-512. The next turn
     * has more calls if this one was too short to be timed.
     */
    double nanosPer16Pairs() {
        double nanosPerCall = (double) turn() / callsPerTurn;
        callsPerTurn = (int) Math.max(1, SHORTEST_TURN_NANOS / Math.max(1, nanosPerCall));
        return nanosPerCall * 16.0 * threads / pairs;
    }
}
