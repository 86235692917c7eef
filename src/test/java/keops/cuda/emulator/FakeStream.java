package keops.cuda.emulator;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A stream. What is put into it runs as late as it may: when somebody waits for it. So a result that is read too early,
 * or a buffer that is written again too early, shows.
 */
final class FakeStream {
    /** A point in a stream. */
    record Point(FakeStream stream, long number) {
        void await() {
            stream.drainTo(number);
        }
    }

    private final FakeDevice device;
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private long put;
    private long done;

    FakeStream(FakeDevice device) {
        this.device = device;
    }

    FakeDevice device() {
        return device;
    }

    synchronized void put(Runnable work) {
        queue.add(work);
        put++;
    }

    synchronized Point now() {
        return new Point(this, put);
    }

    synchronized void drain() {
        drainTo(put);
    }

    private synchronized void drainTo(long number) {
        while (done < number && !queue.isEmpty()) {
            done++;
            queue.remove().run();
        }
    }
}
