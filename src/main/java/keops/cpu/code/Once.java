package keops.cpu.code;

import java.util.Optional;
import java.util.function.Supplier;
import keops.plan.Slot;

/** A value with what makes it when it is asked for first, whichever thread asks; see {@link Slot}. */
public final class Once<T> {
    private final Supplier<T> maker;
    private final Slot<T> slot = new Slot<>();

    public Once(Supplier<T> maker) {
        this.maker = maker;
    }

    /** The value, if somebody asked for it already. */
    public Optional<T> made() {
        return slot.made();
    }

    public T get() {
        return slot.get(maker);
    }
}
