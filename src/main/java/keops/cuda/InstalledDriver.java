package keops.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import keops.bindings.NativeLibraries;
import keops.bindings.cuda.CudaDriver;

/** The driver of this machine. */
final class InstalledDriver implements DriverStart {
    @Override
    public Optional<String> unopenableBecause() {
        return NativeLibraries.cudaLibrary().unavailabilityCause();
    }

    @Override
    public int initialise() {
        return CudaDriver.cuInit(0);
    }

    @Override
    public DeviceCount countDevices() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(JAVA_INT);
            int code = CudaDriver.cuDeviceGetCount(count);
            return new DeviceCount(code, count.get(JAVA_INT, 0));
        }
    }

    @Override
    public Optional<String> nameOf(int code) {
        return string(code, CudaDriver::cuGetErrorName);
    }

    @Override
    public Optional<String> textOf(int code) {
        return string(code, CudaDriver::cuGetErrorString);
    }

    private interface Description {
        int ask(int code, MemorySegment answer);
    }

    /** The driver keeps the string; it answers with an error and NULL where it does not know the code. */
    private static Optional<String> string(int code, Description description) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
            if (description.ask(code, answer) != 0) {
                return Optional.empty();
            }
            MemorySegment string = answer.get(CudaDriver.C_POINTER, 0);
            return string.address() == 0 ? Optional.empty() : Optional.of(string.getString(0));
        }
    }
}
