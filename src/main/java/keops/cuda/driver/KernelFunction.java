package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import keops.bindings.cuda.CudaDriver;

/** A kernel that is loaded. Blocks have one dimension, and no shared memory beyond what the kernel declares. */
public final class KernelFunction {
    private final KernelModule module;
    private final MemorySegment handle;

    KernelFunction(KernelModule module, MemorySegment handle) {
        this.module = module;
        this.handle = handle;
    }

    /** How many blocks of so many threads live on a multiprocessor at once. */
    public int blocksPerMultiprocessor(int threads) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            ResultCode.check(CudaDriver.cuOccupancyMaxActiveBlocksPerMultiprocessor(answer, handle, threads, 0),
                    "cuOccupancyMaxActiveBlocksPerMultiprocessor");
            return answer.get(JAVA_INT, 0);
        }
    }

    /** The registers of a thread. */
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
     * Puts a launch into a stream. The parameters are copied before it returns.
     *
     * @param width the blocks along x
     * @param height the blocks along y
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
