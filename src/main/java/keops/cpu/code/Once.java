package keops.cpu.code;

import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import keops.plan.CurrentWatch;

/** A value that is made when it is asked for first, and once, whichever thread asks; not if its call is to end. */
public final class Once<T> {
    private final Supplier<T> maker;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile T value;

    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    /** The value, if somebody asked for it already. */
    public Optional<T> made() {
        return Optional.ofNullable(value);
    }

    public T get() {
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
