package keops.cpu;

import java.util.Optional;
import java.util.function.Supplier;

/** A value that is made when it is asked for first, and once, whichever thread asks. */
final class Once<T> {
    private final Supplier<T> maker;
    private volatile T value;

    Once(Supplier<T> maker) {
        this.maker = maker;
    }

    /** The value, if somebody asked for it already. */
    Optional<T> made() {
        return Optional.ofNullable(value);
    }

    T get() {
        T made = value;
        if (made == null) {
            synchronized (this) {
                made = value;
                if (made == null) {
                    made = maker.get();
                    value = made;
                }
            }
        }
        return made;
    }
}
