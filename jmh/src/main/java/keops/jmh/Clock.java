package keops.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The speed of the core, and times in its cycles. The clock of a shared machine drifts by a third within hours, so that
 * seconds of one minute cannot be compared with seconds of another; cycles can.
 */
final class Clock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int STEPS = 500_000;
    /** An exclusive or and a multiplication that wait for each other, on every current x86-64 core. */
    private static final double CYCLES_PER_STEP = 1 + 3;

    private static long sink;

    private Clock() {}

    /**
     * Cycles per second, measured now: the fastest of three runs of a loop of known length. (An addition in place of
     * the exclusive or would not do: C2 folds several such steps into one.)
     */
    static double hertz() {
        long nanos = Long.MAX_VALUE;
        for (int run = 0; run < 3; run++) {
            long start = THREADS.getCurrentThreadCpuTime();
            sink = chain(sink);
            nanos = Math.min(nanos, THREADS.getCurrentThreadCpuTime() - start);
        }
        return STEPS * CYCLES_PER_STEP * 1e9 / nanos;
    }

    private static long chain(long start) {
        long x = start;
        for (int k = 0; k < STEPS; k++) {
            x = (x ^ k) * 6364136223846793005L;
        }
        return x;
    }

    /**
     * The nanoseconds that something takes: processor time of this thread where it works alone, which a busy machine
     * disturbs least; else time on the wall.
     */
    static long nanos(int threads, Runnable work) {
        if (threads == 1) {
            long start = THREADS.getCurrentThreadCpuTime();
            work.run();
            return THREADS.getCurrentThreadCpuTime() - start;
        }
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }
}
