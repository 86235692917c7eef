package keops.jmh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The clock rate of the core, and times in cycles. The clock of a shared machine drifts by a third within hours, so
 * that times in cycles can be compared, but times in seconds cannot.
 */
final class Clock {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int STEPS = 500_000;
    /** The latency of an exclusive or and a multiplication in a dependency chain, on every current x86-64 core. */
    private static final double CYCLES_PER_STEP = 1 + 3;

    private static long sink;

    private Clock() {}

    /**
     * Cycles per second, measured now: the fastest of three runs of a loop of known length. (It does not use an
     * addition, since C2 would fold several steps into one.)
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
     * The nanoseconds of some work: CPU time if this thread works alone, which a busy machine disturbs least, else
     * wall-clock time.
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
