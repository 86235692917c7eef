package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import keops.bindings.cuda.CudaDriver;

/**
 * A 32-bit integer in a device's memory, which kernels look at now and then: once it is not 0, they end. The driver itself
 * cannot stop a kernel. The context must be current.
 */
final class StopFlag {
    private final GpuDevice device;
    private final long address;

    /** A brake for the kernels in a stream, off from what is put into the stream next. */
    StopFlag(GpuDevice device, Stream stream) {
        this.device = device;
        this.address = device.pool().take(Integer.BYTES, stream);
        ResultCode.check(CudaDriver.cuMemsetD8Async(address, (byte) 0, Integer.BYTES, stream.handle()), "cuMemsetD8Async");
    }

    long address() {
        return address;
    }

    /** Ends what runs and what comes, for good: by a copy, since a kernel that fills memory might have to wait. */
    void pull() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocateFrom(JAVA_INT, 1);
            Stream other = device.memoryStream();
            ResultCode.check(
                    CudaDriver.cuMemcpyHtoDAsync_v2(address, one, Integer.BYTES, other.handle()), "cuMemcpyHtoDAsync");
            other.synchronize();
        }
    }

    /** Gives the memory back after what is in the stream. */
    void give(Stream stream) {
        device.pool().give(address, Integer.BYTES, stream);
    }
}
