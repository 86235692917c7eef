package keops.jmh;

import java.lang.foreign.Arena;
import java.util.function.Function;
import keops.tensor.Tensor;

/**
 * A computation that is timed in turns with others. A slow one computes only some of the rows, and a fast one is called
 * several times per turn, so that all turns have about the same length; costs are given per pair.
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

    /** A contestant that always computes all rows. */
    static Contestant whole(Computation computation, Task task, Data data, Arena arena, int threads) {
        return new Contestant(computation, task, data, arena, threads);
    }

    /** A contestant that computes as many rows as fit into its turn, but enough to make its fixed costs negligible. */
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

    /** The nanoseconds of the faster of two calls. */
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
     * Takes a turn, and returns the nanoseconds of all cores per 16 pairs: one float32 vector of AVX-512. The next turn
     * has more calls if this one was too short to be timed.
     */
    double nanosPer16Pairs() {
        double nanosPerCall = (double) turn() / callsPerTurn;
        callsPerTurn = (int) Math.max(1, SHORTEST_TURN_NANOS / Math.max(1, nanosPerCall));
        return nanosPerCall * 16.0 * threads / pairs;
    }
}
