package keops.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Names that one thread of this process has at a time. Who would wait for itself, directly or over others that wait, is
 * told so at once.
 *
 * @param <N> the type of the names, which are equal where they are the same
 */
final class NamedLocks<N> {
    private final Map<N, Thread> holders = new HashMap<>();
    private final Map<Thread, N> awaited = new HashMap<>();

    /** What a wait comes to. */
    enum Outcome {
        /** The name is this thread's, until it gives it back. */
        TAKEN,
        /** Another thread has had it all the time. */
        LATE,
        /** Its holder is this thread, or waits for this thread. */
        CIRCLE
    }

    /** Waits for a name, but not for ever. An interrupt does not end the waiting; it stays set. */
    synchronized Outcome take(N name, Duration longest) {
        Thread self = Thread.currentThread();
        long end = System.nanoTime() + longest.toNanos();
        boolean isInterrupted = false;
        try {
            while (holders.putIfAbsent(name, self) != null) {
                if (leadsTo(self, name)) {
                    return Outcome.CIRCLE;
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    return Outcome.LATE;
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
            return Outcome.TAKEN;
        } finally {
            if (isInterrupted) {
                self.interrupt();
            }
        }
    }

    /** Whether the holder of a name is a thread, or waits for it; nobody waits in a circle, so this ends. */
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

    /** Takes a name that nobody has. */
    synchronized boolean tryTake(N name) {
        return holders.putIfAbsent(name, Thread.currentThread()) == null;
    }

    /** Gives back a name that was taken. */
    synchronized void giveBack(N name) {
        holders.remove(name);
        notifyAll();
    }
}
