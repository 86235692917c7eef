package keops.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Named locks between the threads of this process, with detection of deadlocks: a thread that would wait for itself,
 * directly or through other waiting threads, learns so at once.
 *
 * @param <N> the type of the names, which are compared by equals
 */
final class NamedLocks<N> {
    private final Map<N, Thread> holders = new HashMap<>();
    private final Map<Thread, N> awaited = new HashMap<>();

    /** The outcome of a wait. */
    enum Outcome {
        /** This thread holds the lock, until it releases it. */
        ACQUIRED,
        /** Another thread held it all the time. */
        TIMED_OUT,
        /** The holder is this thread, or waits for this thread. */
        DEADLOCK
    }

    /**
     * Waits for a lock, at most for a given time. An interrupt does not end the wait; the interrupt status stays set.
     */
    synchronized Outcome acquire(N name, Duration longest) {
        Thread self = Thread.currentThread();
        long end = System.nanoTime() + longest.toNanos();
        boolean isInterrupted = false;
        try {
            while (holders.putIfAbsent(name, self) != null) {
                if (leadsTo(self, name)) {
                    return Outcome.DEADLOCK;
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return Outcome.TIMED_OUT;
                }
                awaited.put(self, name);
                try {
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    isInterrupted = true;
                } finally {
                    awaited.remove(self);
                }
            }
            return Outcome.ACQUIRED;
        } finally {
            if (isInterrupted) {
                self.interrupt();
            }
        }
    }

    /**
     * Whether the holder of a lock is the thread, or waits for it. There are no cycles of waiting threads, so this
     * ends.
     */
    private boolean leadsTo(Thread thread, N name) {
        N next = name;
        while (next != null) {
            Thread holder = holders.get(next);
            if (thread.equals(holder)) {
                return true;
            }
            next = awaited.get(holder);
        }
        return false;
    }

    /** Acquires a lock if it is free. */
    synchronized boolean tryAcquire(N name) {
        return holders.putIfAbsent(name, Thread.currentThread()) == null;
    }

    /** Releases a lock. */
    synchronized void release(N name) {
        holders.remove(name);
        notifyAll();
    }
}
