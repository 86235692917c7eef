package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import keops.bindings.NativeMemory;
import keops.bindings.cuda.CudaDriver;

/** Code that is loaded on a device. It is unloaded when it and its kernels are unreachable. Thread-safe. */
public final class KernelModule {
    private static final System.Logger LOG = System.getLogger(KernelModule.class.getName());
    private static final int LOG_BYTES = 8192;

    private final GpuDevice device;
    /** Its scope ends when it is unreachable. */
    private final MemorySegment handle;

    private KernelModule(GpuDevice device, MemorySegment handle) {
        this.device = device;
        this.handle = handle;
    }

    /**
     * Loads machine code or PTX; PTX ends with a zero byte.
     *
     * @throws keops.error.DeviceException if the driver cannot load it, with the log of its PTX compiler
     */
    static KernelModule load(GpuDevice device, byte[] image) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(image.length, 16);
            MemorySegment.copy(image, 0, bytes, JAVA_BYTE, 0, image.length);
            MemorySegment log = arena.allocate(LOG_BYTES);
            MemorySegment options = arena.allocateFrom(JAVA_INT,
                    CudaDriver.CU_JIT_ERROR_LOG_BUFFER(), CudaDriver.CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES());
            MemorySegment values = arena.allocate(CudaDriver.C_POINTER, 2);
            values.setAtIndex(CudaDriver.C_POINTER, 0, log);
            values.setAtIndex(CudaDriver.C_POINTER, 1, MemorySegment.ofAddress(LOG_BYTES - 1));
            MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
            int code = CudaDriver.cuModuleLoadDataEx(answer, bytes, 2, options, values);
            if (code != CudaDriver.CUDA_SUCCESS()) {
                throw ResultCode.exception(code, "cuModuleLoadDataEx", log.getString(0));
            }
            long handle = answer.get(CudaDriver.C_POINTER, 0).address();
            return new KernelModule(device,
                    NativeMemory.owned(handle, 0, Arena.ofAuto(), () -> unload(device, handle)));
        }
    }

    private static void unload(GpuDevice device, long module) {
        try {
            device.makeCurrent();
            ResultCode.check(CudaDriver.cuModuleUnload(MemorySegment.ofAddress(module)), "cuModuleUnload");
        } catch (RuntimeException e) {
            // Errors cannot be reported here; a lost context has released the module.
            LOG.log(System.Logger.Level.DEBUG, "a module was not unloaded", e);
        }
    }

    /** The kernel with a name. */
    public KernelFunction function(String name) {
        try (Arena arena = Arena.ofConfined()) {
            device.makeCurrent();
            MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
            ResultCode.check(CudaDriver.cuModuleGetFunction(answer, handle, arena.allocateFrom(name)),
                    "cuModuleGetFunction");
            return new KernelFunction(this, answer.get(CudaDriver.C_POINTER, 0));
        }
    }
}
