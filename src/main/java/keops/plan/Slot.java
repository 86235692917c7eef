package keops.plan;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The place of a value that is made once, by the first thread that asks, while others wait, unless their calls shall
 * end. Any number of threads may ask at once.
 *
 * @param <T> what is made
 */
public final class Slot<T> {
    private final ReentrantLock lock = new ReentrantLock();
    private volatile T value;

    /** The value, if it was made already. */
    public Optional<T> made() {
        return Optional.ofNullable(value);
    }

    /**
     * The value, which is made now if it was not before.
     *
     * @param maker makes it; what it throws is thrown on, and who asks next tries again
     */
    public T get(Supplier<T> maker) {
        T made = value;
        if (made == null) {
            CurrentWatch.lock(lock);
            try {
                made = value;
                if (made == null) {
                    made = maker.get();
                    value = made;
                }
            } finally {
                lock.unlock();
            }
        }
        return made;
    }
}
