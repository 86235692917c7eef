package keops.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import keops.bindings.cuda.CudaDriver;

/**
 * The primary context of a device, which all users of the device in a process share. A thread must make it current
 * before calls about memory, streams or kernels. It is retained for the life of the process.
 */
final class Context {
    private final MemorySegment handle;

    private Context(MemorySegment handle) {
        this.handle = handle;
    }

    static Context retain(int device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(CudaDriver.C_POINTER);
            ResultCode.check(CudaDriver.cuDevicePrimaryCtxRetain(handle, device), "cuDevicePrimaryCtxRetain");
            return new Context(handle.get(CudaDriver.C_POINTER, 0));
        }
    }

    void makeCurrent() {
        ResultCode.check(CudaDriver.cuCtxSetCurrent(handle), "cuCtxSetCurrent");
    }
}
