package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import keops.bindings.cuda.CudaDriver;

/** A loaded kernel. Blocks have one dimension and no dynamic shared memory. Thread-safe. */
public final class KernelFunction {
    private final KernelModule module;
    private final MemorySegment handle;

    KernelFunction(KernelModule module, MemorySegment handle) {
        this.module = module;
        this.handle = handle;
    }

    /** The occupancy: the resident blocks per multiprocessor, for a number of threads per block. */
    public int blocksPerMultiprocessor(int threads) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            ResultCode.check(CudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(answer, handle, threads, 0),
                    "cuOccupancyMaxActiveBlocksPerMultiprocessor");
            return answer.get(JAVA_INT, 0);
        }
    }

    /** The number of registers per thread. */
    public int registers() {
        return attribute(CudaDriver.CU_FUNC_ATTRIBUTE_NUM_REGS());
    }

    private int attribute(int attribute) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            ResultCode.check(CudaDriver.cuFuncGetAttribute(answer, attribute, handle), "cuFuncGetAttribute");
            return answer.get(JAVA_INT, 0);
        }
    }

    /**
     * Enqueues a launch on a stream. The parameters are copied before it returns.
     *
     * @param width the number of blocks along x
     * @param height the number of blocks along y
     * @param parameters an array of pointers to the parameters
     */
    public void launch(long width, int height, int threads, MemorySegment parameters, Stream stream) {
        try {
            ResultCode.check(CudaDriver.cuLaunchKernel(handle, Math.toIntExact(width), height, 1, threads, 1, 1, 0,
                    stream.handle(), parameters, MemorySegment.NULL), "cuLaunchKernel");
        } finally {
            Reference.reachabilityFence(module);
        }
    }
}
