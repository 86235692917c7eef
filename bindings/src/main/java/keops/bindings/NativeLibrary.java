package keops.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A native library that is looked for when it is first needed, once, by whichever thread comes first. The answer holds
 * for the life of the process, be it good or bad, and an opened library is never unloaded: code of the driver may be
 * running in threads of its own.
 */
public final class NativeLibrary {
    private final WantedLibrary wanted;
    private final Host host;
    private final Supplier<LibraryOpener> openers;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Opening opening;

    NativeLibrary(WantedLibrary wanted, Host host, Supplier<LibraryOpener> openers) {
        this.wanted = Objects.requireNonNull(wanted, "wanted");
        this.host = Objects.requireNonNull(host, "host");
        this.openers = Objects.requireNonNull(openers, "openers");
    }

    /**
     * The symbols of the library. Making the lookup opens nothing; the first {@code find} does. Where the library
     * cannot be opened, {@code find} answers with an empty optional, for each name.
     */
    public SymbolLookup lookup() {
        return this::find;
    }

    /** Whether the library could be opened. The first call opens it. */
    public boolean isAvailable() {
        return opening() instanceof Opening.Opened;
    }

    /**
     * Whether the library was opened, or looking for it seems worth it: a property or variable names it, or the machine
     * shows signs of a device. This opens nothing.
     */
    public boolean isExpected() {
        return switch (opening) {
            case null -> wanted.isExpectedOn(host);
            case Opening.Opened _ -> true;
            case Opening.Refused _ -> false;
        };
    }

    /**
     * Why the library cannot be opened: what was tried, what the loader said, and what to do. Empty exactly when
     * {@link #isAvailable()}.
     */
    public Optional<String> unavailabilityCause() {
        return switch (opening()) {
            case Opening.Opened _ -> Optional.empty();
            case Opening.Refused(String cause) -> Optional.of(cause);
        };
    }

    /**
     * Where the library was opened from: the absolute path of its file, or the name the loader knows it by where the
     * loader keeps the path to itself. Empty where the library cannot be opened.
     */
    public Optional<String> origin() {
        return switch (opening()) {
            case Opening.Opened opened -> Optional.of(opened.origin());
            case Opening.Refused _ -> Optional.empty();
        };
    }

    /**
     * Puts symbols in the place of the library: a driver in Java for tests, or a driver that was opened elsewhere. It
     * has to come before the library is looked for.
     *
     * @param symbols the symbols of a library of this kind
     * @param origin where they come from, for {@link #origin()}
     * @throws IllegalStateException if the library has been looked for already
     */
    public void supply(SymbolLookup symbols, String origin) {
        lock.lock();
        try {
            if (opening != null) {
                throw new IllegalStateException("too late to supply another library: " + this);
            }
            opening = new Opening.Opened(symbols, origin);
        } finally {
            lock.unlock();
        }
    }

    private Optional<MemorySegment> find(String symbol) {
        return switch (opening()) {
            case Opening.Opened opened -> wanted.find(opened.symbols(), symbol);
            case Opening.Refused _ -> Optional.empty();
        };
    }

    private Opening opening() {
        Opening known = opening;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            if (opening == null) {
                opening = Opening.attempt(wanted, host, openers);
            }
            return opening;
        } finally {
            lock.unlock();
        }
    }

    /** The library's title and what became of it, for logs; this does not open it. */
    @Override
    public String toString() {
        return switch (opening) {
            case null -> wanted.title() + ", not looked for yet";
            case Opening.Opened opened -> wanted.title() + ", opened from " + opened.origin();
            case Opening.Refused(String cause) -> cause;
        };
    }
}
