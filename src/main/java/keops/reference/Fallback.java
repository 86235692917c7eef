package keops.reference;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Says that the reference back end computes what nobody asked it to, since that is some hundred times slower: by one
 * warning of the logger {@code keops} for each cause.
 */
public final class Fallback {
    private static final System.Logger LOG = System.getLogger("keops");
    private static final Set<Cause> TOLD = ConcurrentHashMap.newKeySet();

    /** Why it computes. */
    public enum Cause {
        /** The Vector API is not there. */
        NO_VECTOR_API,
        /** A formula has too many components. */
        TOO_MANY_OUTPUTS,
        /** A formula has too many operations. */
        TOO_MANY_KERNELS
    }

    private Fallback() {}

    /**
     * Warns, unless it has been said already.
     *
     * @param why what keeps the CPU back end from computing, and what to do
     */
    public static void warn(Cause cause, String why) {
        if (TOLD.add(cause)) {
            LOG.log(System.Logger.Level.WARNING, () -> "the slow reference back end computes, on one core, because " + why
                    + " (said once; backend(\"REFERENCE\") asks for it without a warning)");
        }
    }
}
