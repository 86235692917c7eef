package keops.execution;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import keops.error.BackendException;

/**
 * Where a reduction is computed.
 *
 * <p>Back ends are constants, which threads share.
 */
public enum Backend {
    /** The fastest back end that this JVM can run. */
    AUTO,
    /** Generated vector kernels on all cores. */
    CPU,
    /** A GPU, by the scheme that suits the sizes. */
    GPU,
    /** A GPU, with a thread for each row of the output. */
    GPU_1D,
    /** A GPU, with many threads for each row of the output: for few rows and many columns. */
    GPU_2D,
    /** Plain loops in double precision on one core: the oracle, and the fallback. */
    REFERENCE;

    /**
     * The back end of a name, as the original documentation spells it ({@code auto}, {@code CPU}, {@code GPU_1D}); case
     * does not matter. {@code dense}, in the original {@code pytorch}, is the one that computes plainly:
     * {@link #REFERENCE}.
     *
     * @throws BackendException if there is none of that name
     */
    public static Backend named(String name) {
        Objects.requireNonNull(name, "name");
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.equals("DENSE") || upper.equals("PYTORCH")) {
            return REFERENCE;
        }
        return Arrays.stream(values())
                .filter(backend -> backend.name().equals(upper))
                .findFirst()
                .orElseThrow(() -> new BackendException("there is no back end '" + name + "'; there are "
                        + Arrays.stream(values()).map(Backend::name).collect(Collectors.joining(", "))));
    }
}
