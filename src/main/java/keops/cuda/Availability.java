package keops.cuda;

import java.util.Optional;
import keops.cuda.DriverStart.DeviceCount;

/** Determines whether a driver can be used, and the message if not. */
final class Availability {
    private static final int SUCCESS = 0;

    private Availability() {}

    /** Why the driver cannot be used; empty if it can. Throws nothing: a linkage error is a cause like any other. */
    static Optional<String> unavailabilityCause(DriverStart driver) {
        try {
            Optional<String> unopenable = driver.unopenableBecause();
            if (unopenable.isPresent()) {
                return unopenable;
            }
            int started = driver.initialise();
            if (started != SUCCESS) {
                return Optional.of(failure("cuInit", started, driver));
            }
            DeviceCount count = driver.countDevices();
            if (count.code() != SUCCESS) {
                return Optional.of(failure("cuDeviceGetCount", count.code(), driver));
            }
            return count.devices() > 0
                    ? Optional.empty()
                    : Optional.of("The CUDA driver works and has no device to offer. " + Remedy.NO_DEVICE);
        } catch (LinkageError e) {
            return Optional.of("The bindings to the CUDA driver cannot be used in this JVM: " + rootOf(e)
                    + ". They need a 64-bit Linux and a driver of CUDA 11.4 or later.");
        }
    }

    private static String failure(String call, int code, DriverStart driver) {
        return "The CUDA driver does not start: " + driver.nameOf(code).orElse("an unknown result") + " (" + code + ")"
                + driver.textOf(code).map(text -> ": " + text).orElse("") + ", in " + call + ". " + Remedy.of(code);
    }

    /** The root cause of an error in a class initialiser, which the JVM wraps. */
    private static Throwable rootOf(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
