package keops.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import keops.bindings.NativeLibraries;
import keops.bindings.cuda.CudaDriver;
import keops.cuda.driver.ResultCode;

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
        return ResultCode.nameOf(code);
    }

    @Override
    public Optional<String> textOf(int code) {
        return ResultCode.textOf(code);
    }
}
