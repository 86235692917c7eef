package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import keops.bindings.NativeLibraries;
import keops.bindings.cuda.CudaDriver;

/** The CUDA driver of this process. */
public final class Driver {
    private static final int MAJOR = 1000;
    private static final int MINOR = 10;

    private Driver() {}

    /** Where the driver's library was opened from; empty where it cannot be opened. */
    public static Optional<String> origin() {
        return NativeLibraries.cudaLibrary().origin();
    }

    /** The newest CUDA that the driver serves, as in {@code 12.4}. The driver's library must have been opened. */
    public static String cudaVersion() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment version = arena.allocate(JAVA_INT);
            ResultCode.check(CudaDriver.cuDriverGetVersion(version), "cuDriverGetVersion");
            int number = version.get(JAVA_INT, 0);
            return number / MAJOR + "." + number % MAJOR / MINOR;
        }
    }
}
