package keops.cpu;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import keops.error.BackendException;

/**
 * Which of the two {@link Tiers} run a pass. Without the system property {@code keops.cpu.tier}, what is faster does; with
 * it, tests can make sure that both give the same bits.
 */
enum TierPolicy {
    /** Steps that are compiled already, until the kernels are. */
    AUTO,
    /** Steps only. */
    STEPS,
    /** Kernels only. */
    KERNELS,
    /** Both, on a part of the columns of each tile. */
    MIXED;

    private static final String PROPERTY = "keops.cpu.tier";

    /** The policy for plans that are made ready now. */
    static TierPolicy current() {
        String wanted = System.getProperty(PROPERTY, "auto");
        return Arrays.stream(values())
                .filter(policy -> policy.name().equals(wanted.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BackendException(PROPERTY + " must be one of "
                        + Arrays.stream(values()).map(p -> p.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(", "))
                        + ", but is " + wanted));
    }
}
