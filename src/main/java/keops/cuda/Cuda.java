package keops.cuda;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import keops.bindings.NativeLibraries;
import keops.cuda.driver.Devices;
import keops.error.BackendException;
import keops.tensor.Device;

/**
 * The availability of the CUDA back end, and its devices.
 *
 * {@snippet lang=java :
 * if (Cuda.isAvailable()) {
 *     System.out.println("There is a GPU.");
 * } else {
 *     System.out.println(Cuda.unavailabilityCause().orElseThrow());
 * }
 * }
 *
 * <p>It is available if the driver's library can be opened, the driver initialises, and there is a device. This is
 * determined at the first call and holds for the life of the process, as a driver that failed to initialise would fail
 * again. Initialising this class never fails. All methods may be called by many threads at once.
 *
 * <p>To keep a process off the GPU, hide the devices with {@code CUDA_VISIBLE_DEVICES=""}.
 */
public final class Cuda {
    private Cuda() {}

    /**
     * Whether there are a working driver and a device. The first call opens the driver's library only if the machine
     * shows signs of a device, since opening it costs time and a warning of the JVM.
     */
    public static boolean isAvailable() {
        return NativeLibraries.cudaLibrary().isExpected() && Found.CAUSE.isEmpty();
    }

    /**
     * Why the CUDA back end cannot run: what was tried, the result of the driver by name, number and text, and what to
     * do. Empty if and only if {@link #isAvailable()}.
     */
    public static Optional<String> unavailabilityCause() {
        return Found.CAUSE;
    }

    /**
     * Checks that the CUDA back end can run.
     *
     * @throws BackendException if it cannot, with {@link #unavailabilityCause()} as the message
     */
    public static void ensureAvailable() {
        if (Found.CAUSE.isPresent()) {
            throw new BackendException(Found.CAUSE.get());
        }
    }

    /**
     * The devices that this process may use.
     *
     * @throws BackendException if there is no driver or no device
     * @throws keops.error.DeviceException if a call of the driver fails
     */
    public static List<Device> devices() {
        ensureAvailable();
        return IntStream.range(0, Devices.count()).mapToObj(Cuda::device).toList();
    }

    /**
     * The device with a number, from 0.
     *
     * @throws BackendException if there is no driver, or no device with that number
     * @throws keops.error.DeviceException if a call of the driver fails
     */
    public static Device device(int number) {
        ensureAvailable();
        return Devices.get(number);
    }

    /**
     * Checks that there is a device with a number, without initialising it.
     *
     * @throws BackendException if there is no driver, or no device with that number
     */
    public static void requireDevice(int number) {
        if (Found.CAUSE.isPresent()) {
            throw new BackendException("GPU " + number + " was asked for: " + Found.CAUSE.get());
        }
        Devices.require(number);
    }

    /**
     * The distinct compute capabilities of the devices, for which kernels are compiled, as 90 for 9.0. They are ordered
     * by the first device that has each.
     *
     * @throws BackendException if there is no driver or no device
     * @throws keops.error.DeviceException if a call of the driver fails
     */
    public static List<Integer> architectures() {
        ensureAvailable();
        return IntStream.range(0, Devices.count())
                .mapToObj(number -> Devices.get(number).properties().architecture())
                .distinct()
                .toList();
    }

    /** Holds the result; initialised lazily, once, by the JVM. */
    private static final class Found {
        static final Optional<String> CAUSE = Availability.unavailabilityCause(new InstalledDriver());
    }
}
