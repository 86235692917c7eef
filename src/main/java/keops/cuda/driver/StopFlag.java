package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import keops.bindings.cuda.CudaDriver;

/**
 * A 32-bit flag in a device's memory, which kernels poll: once it is not 0, they end. The driver itself cannot stop a
 * kernel. The context must be current.
 */
final class StopFlag {
    private final GpuDevice device;
    private final long address;

    /** A flag for the kernels of a stream, which is 0 for all work enqueued from now on. */
    StopFlag(GpuDevice device, Stream stream) {
        this.device = device;
        this.address = device.pool().take(Integer.BYTES, stream);
        ResultCode.check(CudaDriver.cuMemsetD8Async(address, (byte) 0, Integer.BYTES, stream.handle()),
                "cuMemsetD8Async");
    }

    long address() {
        return address;
    }

    /**
     * Stops all running and enqueued kernels, for good. It sets the flag by a copy, since a memset may run as a kernel,
     * which might have to wait.
     */
    void pull() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_INT, 1);
            Stream other = device.memoryStream();
            ResultCode.check(
                    CudaDriver.cuMemcpyHtoDAsync_v2(address, one, Integer.BYTES, other.handle()), "cuMemcpyHtoDAsync");
            other.synchronize();
        }
    }

    /** Frees the memory in stream order. */
    void give(Stream stream) {
        device.pool().give(address, Integer.BYTES, stream);
    }
}
