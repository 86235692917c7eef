package keops;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import keops.error.BackendException;

/** Where a reduction is computed. */
public enum Backend {
    /** The fastest back end that this JVM can run. */
    AUTO,
    /** Generated vector kernels on all cores. */
    CPU,
    /** Plain loops in double precision on one core: the oracle, and the fallback. */
    REFERENCE;

    /**
     * The back end of a name, as the original documentation spells it ({@code auto}, {@code CPU}); case does not matter.
     * {@code dense}, in the original {@code pytorch}, is the one that computes plainly: {@link #REFERENCE}.
     *
     * @throws BackendException if there is none of that name in this version
     */
    public static Backend named(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("DENSE") || upper.equals("PYTORCH")) {
            return REFERENCE;
        }
        return Arrays.stream(values())
                .filter(backend -> backend.name().equals(upper))
                .findFirst()
                .orElseThrow(() -> new BackendException("there is no back end '" + name + "' in this version; it has "
                        + Arrays.stream(values()).map(Backend::name).collect(Collectors.joining(", "))));
    }
}
