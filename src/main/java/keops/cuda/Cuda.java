package keops.cuda;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import keops.bindings.NativeLibraries;
import keops.cuda.driver.Devices;
import keops.error.BackendException;
import keops.tensor.Device;

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

    /**
     * Whether there is a driver that works and a device. Where the machine shows signs of a device, the first call
     * opens the driver's library; where it shows none, nothing is opened, which would cost time and a warning of the
     * JVM.
     */
    public static boolean isAvailable() {
        return NativeLibraries.cudaLibrary().isExpected() && Found.CAUSE.isEmpty();
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

    /**
     * The devices that this process may use.
     *
     * @throws BackendException if there is no driver or no device
     * @throws keops.error.DeviceException if the driver refuses one of them
     */
    public static List<Device> devices() {
        ensureAvailable();
        return IntStream.range(0, Devices.count()).mapToObj(Cuda::device).toList();
    }

    /**
     * A device by its number, from 0.
     *
     * @throws BackendException if there is no driver, or no device of that number
     * @throws keops.error.DeviceException if the driver refuses it
     */
    public static Device device(int number) {
        ensureAvailable();
        return Devices.get(number);
    }

    /**
     * Returns where there is a device of a number, which is not made ready yet.
     *
     * @throws BackendException if there is no driver, or no device of that number
     */
    public static void requireDevice(int number) {
        if (Found.CAUSE.isPresent()) {
            throw new BackendException("GPU " + number + " was asked for: " + Found.CAUSE.get());
        }
        Devices.require(number);
    }

    /**
     * The compute capabilities of the devices, each once, as 90 for 9.0: what kernels are compiled for, by the number
     * of the first device that has it.
     *
     * @throws BackendException if there is no driver or no device
     * @throws keops.error.DeviceException if the driver refuses one of them
     */
    public static List<Integer> architectures() {
        ensureAvailable();
        return IntStream.range(0, Devices.count())
                .mapToObj(number -> Devices.get(number).properties().architecture())
                .distinct()
                .toList();
    }

    /** Initialised at the first question, once, by the JVM's own rules. */
    private static final class Found {
        static final Optional<String> CAUSE = Availability.unavailabilityCause(new InstalledDriver());
    }
}
