package keops.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.locks.LockSupport;
import keops.bindings.cuda.CudaDriver;

/** A point in a stream that can be waited for. The context must be current. */
final class Event implements AutoCloseable {
    /** A wait polls for this long, since short waits are common, and then sleeps between polls. */
    private static final long SPIN_NANOS = 20_000_000;
    private static final long LONGEST_REST_NANOS = 10_000_000;
    /** The length of a sleep is this fraction of the wait so far, so that it hardly prolongs the wait. */
    private static final int RESTS_PER_WAIT = 128;

    private final MemorySegment handle;

    Event() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
            ResultCode.check(CudaDriver.cuEventCreate(answer, CudaDriver.CU_EVENT_DISABLE_TIMING()), "cuEventCreate");
            this.handle = answer.get(CudaDriver.C_POINTER, 0);
        }
    }

    /** Records the current end of the stream's work. */
    void record(Stream stream) {
        ResultCode.check(CudaDriver.cuEventRecord(handle, stream.handle()), "cuEventRecord");
    }

    /** Waits for the recorded point, if there is one. */
    void synchronize() {
        ResultCode.check(CudaDriver.cuEventSynchronize(handle), "cuEventSynchronize");
    }

    /**
     * Waits for the recorded point, if there is one, and polls meanwhile.
     *
     * @param look run before and repeatedly during the wait; an exception ends the wait
     */
    void await(Runnable look) {
        long start = System.nanoTime();
        look.run();
        while (!isReached()) {
            long waited = System.nanoTime() - start;
            if (waited < SPIN_NANOS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(Math.min(waited / RESTS_PER_WAIT, LONGEST_REST_NANOS));
            }
            look.run();
        }
    }

    private boolean isReached() {
        int code = CudaDriver.cuEventQuery(handle);
        if (code == CudaDriver.CUDA_ERROR_NOT_READY()) {
            return false;
        }
        ResultCode.check(code, "cuEventQuery");
        return true;
    }

    @Override
    public void close() {
        ResultCode.check(CudaDriver.cuEventDestroy_v2(handle), "cuEventDestroy");
    }
}
