package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import keops.bindings.cuda.CudaDriver;
import keops.error.BackendException;

/** The devices of this process, which are initialised lazily. All methods may be called by many threads at once. */
public final class Devices {
    private static final Devices ALL = new Devices();

    private final List<GpuDevice> devices = new ArrayList<>();

    private Devices() {}

    /** The number of devices. The driver must have been initialised. */
    public static int count() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            ResultCode.check(CudaDriver.cuDeviceGetCount(count), "cuDeviceGetCount");
            return count.get(JAVA_INT, 0);
        }
    }

    /**
     * Checks that there is a device with a number, and returns the number of devices. The driver must have been
     * initialised.
     *
     * @throws BackendException if there is none with that number
     */
    public static int require(int number) {
        int count = count();
        if (number < 0 || number >= count) {
            throw new BackendException("there is no GPU " + number + ": this process may use "
                    + (count == 1 ? "GPU 0 only" : "the GPUs 0 to " + (count - 1)));
        }
        return count;
    }

    /**
     * The device with a number. The driver must have been initialised.
     *
     * @throws BackendException if there is none with that number
     * @throws keops.error.DeviceException if the device cannot be used
     */
    public static GpuDevice get(int number) {
        int count = require(number);
        synchronized (ALL.devices) {
            ALL.devices.addAll(Collections.nCopies(count - ALL.devices.size(), null));
            GpuDevice known = ALL.devices.get(number);
            if (known == null) {
                known = new GpuDevice(number);
                ALL.devices.set(number, known);
            }
            return known;
        }
    }
}
