package keops.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import keops.bindings.cuda.CudaDriver;

/**
 * A queue of work on a device, executed in order and independently of other streams. The context must be current. Not
 * thread-safe.
 */
public final class Stream implements AutoCloseable {
    private final MemorySegment handle;

    Stream() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
            ResultCode.check(CudaDriver.cuStreamCreate(answer, CudaDriver.CU_STREAM_NON_BLOCKING()), "cuStreamCreate");
            this.handle = answer.get(CudaDriver.C_POINTER, 0);
        }
    }

    MemorySegment handle() {
        return handle;
    }

    /** Waits until all enqueued work is done; errors of kernels are thrown here. */
    public void synchronize() {
        ResultCode.check(CudaDriver.cuStreamSynchronize(handle), "cuStreamSynchronize");
    }

    @Override
    public void close() {
        ResultCode.check(CudaDriver.cuStreamDestroy_v2(handle), "cuStreamDestroy");
    }
}
