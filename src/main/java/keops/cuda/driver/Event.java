package keops.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import keops.bindings.cuda.CudaDriver;

/** A point in a stream that can be waited for. The context must be current. */
final class Event implements AutoCloseable {
    private final MemorySegment handle;

    Event() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
            ResultCode.check(CudaDriver.cuEventCreate(answer, CudaDriver.CU_EVENT_DISABLE_TIMING()), "cuEventCreate");
            this.handle = answer.get(CudaDriver.C_POINTER, 0);
        }
    }

    /** Makes this the end of what is in the stream now. */
    void record(Stream stream) {
        ResultCode.check(CudaDriver.cuEventRecord(handle, stream.handle()), "cuEventRecord");
    }

    /** Waits for the point that was recorded last, if any was. */
    void synchronize() {
        ResultCode.check(CudaDriver.cuEventSynchronize(handle), "cuEventSynchronize");
    }

    @Override
    public void close() {
        ResultCode.check(CudaDriver.cuEventDestroy_v2(handle), "cuEventDestroy");
    }
}
