package keops.cuda;

import java.util.Optional;
import keops.error.BackendException;

/**
 * Whether the CUDA back end can run here.
 *
 * {@snippet lang=java :
 * if (Cuda.isAvailable()) {
 *     System.out.println("There is a GPU.");
 * } else {
 *     System.out.println(Cuda.unavailabilityCause().orElseThrow());
 * }
 * }
 *
 * <p>It can where the driver's library opens, the driver initialises, and it has a device. This is found out at the
 * first question and holds for the life of the process: a driver that failed to initialise does so again. Initialising
 * this class never fails, whatever the machine lacks.
 *
 * <p>To keep a process off the GPU, hide the devices with {@code CUDA_VISIBLE_DEVICES=""}.
 */
public final class Cuda {
    private Cuda() {}

    /** Whether there is a driver that works and a device. The first call opens the driver's library. */
    public static boolean isAvailable() {
        return Found.CAUSE.isEmpty();
    }

    /**
     * Why the CUDA back end cannot run: what was tried, the driver's answer by name, number and text, and what to do.
     * Empty exactly when {@link #isAvailable()}.
     */
    public static Optional<String> unavailabilityCause() {
        return Found.CAUSE;
    }

    /**
     * Returns where the CUDA back end can run.
     *
     * @throws BackendException where it cannot, with {@link #unavailabilityCause()} as its message
     */
    public static void ensureAvailable() {
        if (Found.CAUSE.isPresent()) {
            throw new BackendException(Found.CAUSE.get());
        }
    }

    /** Initialised at the first question, once, by the JVM's own rules. */
    private static final class Found {
        static final Optional<String> CAUSE = Availability.unavailabilityCause(new InstalledDriver());
    }
}
