package keops.cpu.tier;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import keops.error.BackendException;

/**
 * Which of the {@link Tiers} run a pass. Without the system property {@code keops.cpu.tier}, what is faster does; with
 * it, tests can make sure that all give the same bits.
 */
public enum TierPolicy {
    /** What can be run at once, until the kernels are compiled. */
    AUTO,
    /** Steps only. */
    STEPS,
    /** Row by row only, where that is possible. */
    ROWS,
    /** Kernels only. */
    KERNELS,
    /** All of them, each on a part of the columns. */
    MIXED;

    private static final String PROPERTY = "keops.cpu.tier";

    /** The policy for plans that are made ready now. */
    public static TierPolicy current() {
        String wanted = System.getProperty(PROPERTY, "auto");
        return Arrays.stream(values())
                .filter(policy -> policy.name().equals(wanted.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BackendException(PROPERTY + " must be one of "
                        + Arrays.stream(values())
                                .map(p -> p.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", "))
                        + ", but is " + wanted));
    }
}
