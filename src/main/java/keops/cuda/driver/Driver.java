package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import keops.bindings.NativeLibraries;
import keops.bindings.cuda.CudaDriver;

/** The CUDA driver of this process. All methods may be called by many threads at once. */
public final class Driver {
    private static final int MAJOR = 1000;
    private static final int MINOR = 10;

    private Driver() {}

    /** The file of the driver's library; empty if it cannot be opened. */
    public static Optional<String> origin() {
        return NativeLibraries.cudaLibrary().origin();
    }

    /**
     * The latest version of CUDA that the driver supports, as in {@code 12.4}. The driver's library must have been
     * opened.
     */
    public static String cudaVersion() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment version = arena.allocate(JAVA_INT);
            ResultCode.check(CudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
            int number = version.get(JAVA_INT, 0);
            return number / MAJOR + "." + number % MAJOR / MINOR;
        }
    }
}
