package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import keops.bindings.cuda.CudaDriver;

/**
 * The properties of a device. Immutable.
 *
 * @param architecture its compute capability, as 90 for 9.0
 * @param multiprocessors the number of multiprocessors
 * @param threadsPerMultiprocessor the most resident threads of a multiprocessor
 * @param memoryBytes the size of its memory
 * @param clockHertz the peak clock rate of a multiprocessor
 * @param hasPools whether the device has stream-ordered memory pools
 */
public record DeviceProperties(
        String name,
        int architecture,
        int multiprocessors,
        int threadsPerMultiprocessor,
        long memoryBytes,
        double clockHertz,
        boolean hasPools) {
    private static final int NAME_BYTES = 256;
    private static final double KILO = 1e3;

    /** Queries the driver. */
    static DeviceProperties of(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocate(NAME_BYTES);
            ResultCode.check(CudaDriver.cuDeviceGetName(name, NAME_BYTES - 1, device), "cuDeviceGetName");
            MemorySegment bytes = arena.allocate(JAVA_LONG);
            ResultCode.check(CudaDriver.cuDeviceTotalMem_v2(bytes, device), "cuDeviceTotalMem");
            name.set(JAVA_BYTE, NAME_BYTES - 1, (byte) 0);
            return new DeviceProperties(
                    name.getString(0),
                    10 * attribute(arena, CudaDriver.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR(), device)
                            + attribute(arena, CudaDriver.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR(), device),
                    attribute(arena, CudaDriver.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT(), device),
                    attribute(arena, CudaDriver.CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR(), device),
                    bytes.get(JAVA_LONG, 0),
                    KILO * attribute(arena, CudaDriver.CU_DEVICE_ATTRIBUTE_CLOCK_RATE(), device),
                    attribute(arena, CudaDriver.CU_DEVICE_ATTRIBUTE_MEMORY_POOLS_SUPPORTED(), device) != 0);
        }
    }

    private static int attribute(Arena arena, int attribute, int device) {
        MemorySegment value = arena.allocate(JAVA_INT);
        ResultCode.check(CudaDriver.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
        return value.get(JAVA_INT, 0);
    }
}
