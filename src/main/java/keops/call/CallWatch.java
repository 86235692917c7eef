package keops.call;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import keops.error.CancelledException;
import keops.error.CancelledException.Reason;
import keops.execution.Backend;
import keops.execution.Progress;
import keops.execution.ProgressListener;
import keops.plan.CurrentWatch;
import keops.plan.Watch;

/**
 * The watch of a call. Where calls are made of calls, as gradients and linear systems are, and somebody looks on, they
 * share that of the outermost.
 */
public final class CallWatch implements Watch {
    private final Thread caller = Thread.currentThread();
    /** Null where nobody looks on: then interrupts are all that is looked for. */
    private final Clock clock;
    private volatile boolean isStopped;
    private volatile Reason reason;

    private CallWatch(Watching watching) {
        this.clock = watching.isNone() ? null : new Clock(watching);
    }

    /** Makes a call with its watch. */
    public static <T> T during(Watching watching, Function<CallWatch, T> call) {
        if (CurrentWatch.get() instanceof CallWatch outer) {
            return call.apply(outer);
        }
        var watch = new CallWatch(watching);
        if (watch.clock == null) {
            return call.apply(watch);
        }
        return CurrentWatch.during(watch, () -> {
            T result = call.apply(watch);
            watch.clock.report();
            return result;
        });
    }

    /**
     * Begins a pass over the pairs.
     *
     * @param rows the rows that it will write
     * @param pairs the pairs that it will compute
     */
    public void begin(long rows, long pairs) {
        if (clock != null) {
            clock.begin(rows, pairs);
        }
        check();
    }

    /** Takes note of a step of a linear system. */
    public void step(long number, double residual) {
        if (clock != null) {
            clock.step = Optional.of(new Progress.Step(number, residual));
        }
        check();
    }

    /** Takes note of where a part of the call was computed. */
    void computedOn(Backend backend) {
        if (clock != null) {
            clock.backends.add(backend);
        }
    }

    @Override
    public void check() {
        if (isStopped || caller.isInterrupted()) {
            throw ended();
        }
        if (clock != null) {
            clock.look();
        }
    }

    private RuntimeException ended() {
        if (reason == null && caller.isInterrupted()) {
            reason = Reason.INTERRUPTED;
        }
        return switch (reason) {
            case null -> new CancellationException("another thread of the call has failed");
            case INTERRUPTED -> CancelledException.interrupted();
            case DEADLINE -> new CancelledException(Reason.DEADLINE, "the call did not end within "
                    + clock.deadline.toString().substring(2).toLowerCase(Locale.ROOT)
                    + ": its outputs are not whole");
        };
    }

    @Override
    public void interrupt() {
        reason = Reason.INTERRUPTED;
        isStopped = true;
    }

    @Override
    public void stop() {
        isStopped = true;
    }

    @Override
    public boolean isCounted() {
        return clock != null && clock.listener != null;
    }

    @Override
    public void count(long rows, long pairs) {
        if (isCounted()) {
            clock.rowsDone.add(rows);
            clock.pairsDone.add(pairs);
        }
    }

    @Override
    public void expect(long rows, long pairs) {
        if (isCounted()) {
            clock.rows += rows;
            clock.pairs += pairs;
        }
    }

    /** How long a call may take, and who is told how far it has come. All but what is done is the calling thread's. */
    private final class Clock {
        private static final long REPORT_NANOS = 200_000_000;
        private static final double NANOS_PER_SECOND = 1e9;

        private final ProgressListener listener;
        private final Duration deadline;
        private final long longestNanos;
        private final long start = System.nanoTime();
        private final LongAdder rowsDone = new LongAdder();
        private final LongAdder pairsDone = new LongAdder();
        private final Set<Backend> backends = new LinkedHashSet<>();
        private long rows;
        private long pairs;
        private long pass;
        private long startOfPass;
        private long lastReport;
        private Optional<Progress.Step> step = Optional.empty();

        Clock(Watching watching) {
            this.listener = watching.listener();
            this.deadline = watching.deadline();
            this.longestNanos = deadline == null || deadline.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0
                    ? Long.MAX_VALUE
                    : deadline.toNanos();
        }

        void begin(long rowsOfPass, long pairsOfPass) {
            rows = rowsOfPass;
            pairs = pairsOfPass;
            rowsDone.reset();
            pairsDone.reset();
            startOfPass = System.nanoTime();
            if (++pass == 1) {
                report();
            }
        }

        void look() {
            long now = System.nanoTime();
            if (now - start >= longestNanos) {
                reason = Reason.DEADLINE;
                isStopped = true;
                throw ended();
            }
            // Before the first pass there is nothing to tell of.
            boolean isTime = pass > 0 && now - lastReport >= REPORT_NANOS;
            if (isTime && listener != null && Thread.currentThread().equals(caller)) {
                report();
            }
        }

        void report() {
            if (listener == null) {
                return;
            }
            lastReport = System.nanoTime();
            double seconds = (lastReport - startOfPass) / NANOS_PER_SECOND;
            long done = pairsDone.sum();
            var now = new Progress(pass, rowsDone.sum(), rows, done, pairs, done == 0 ? 0 : done / seconds,
                    Duration.ofNanos(lastReport - start), step, List.copyOf(backends));
            CurrentWatch.during(null, () -> {
                listener.progress(now);
                return null;
            });
        }
    }
}
