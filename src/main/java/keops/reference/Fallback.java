package keops.reference;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Warns that the reference back end computes in place of the CPU back end, which is about a hundred times faster: one
 * warning of the logger {@code keops} for each cause.
 */
public final class Fallback {
    private static final System.Logger LOG = System.getLogger("keops");
    private static final Set<Cause> TOLD = ConcurrentHashMap.newKeySet();

    /** The reason for the fallback. */
    public enum Cause {
        /** The Vector API is missing. */
        NO_VECTOR_API,
        /** A formula has too many components. */
        TOO_MANY_OUTPUTS,
        /** A formula has too many operations. */
        TOO_MANY_KERNELS
    }

    private Fallback() {}

    /**
     * Warns, unless there was a warning of this cause already.
     *
     * @param why why the CPU back end cannot compute, and what to do
     */
    public static void warn(Cause cause, String why) {
        if (TOLD.add(cause)) {
            LOG.log(System.Logger.Level.WARNING,
                    () -> "the slow reference back end computes, on one core, because " + why
                    + " (said once; backend(\"REFERENCE\") asks for it without a warning)");
        }
    }
}
