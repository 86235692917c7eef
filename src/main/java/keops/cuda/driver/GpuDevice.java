package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import keops.bindings.NativeMemory;
import keops.bindings.cuda.CudaDriver;
import keops.error.DeviceException;
import keops.tensor.Device;

/** A GPU: its context, its memory, and the workspaces of calls. Thread-safe. */
public final class GpuDevice implements Device {
    private static final System.Logger LOG = System.getLogger(GpuDevice.class.getName());

    private final int number;
    private final DeviceProperties properties;
    private final Context context;
    private final MemoryPool pool;
    /** The stream in whose order memory of arenas is allocated and freed; no kernels run on it. */
    private final Stream memoryStream;
    private final ConcurrentLinkedDeque<Workspace> idle = new ConcurrentLinkedDeque<>();

    /**
     * The device with a number, with its context. The driver must have been initialised.
     *
     * @throws DeviceException if a call of the driver fails
     */
    GpuDevice(int number) {
        this.number = number;
        int device = handle(number);
        this.properties = DeviceProperties.of(device);
        this.context = Context.retain(device);
        context.makeCurrent();
        this.pool = MemoryPool.of(device, properties);
        this.memoryStream = new Stream();
    }

    private static int handle(int number) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(JAVA_INT);
            ResultCode.check(CudaDriver.cuDeviceGet(answer, number), "cuDeviceGet");
            return answer.get(JAVA_INT, 0);
        }
    }

    /** Makes the context current in the calling thread. */
    void makeCurrent() {
        context.makeCurrent();
    }

    /** The properties of the device. */
    public DeviceProperties properties() {
        return properties;
    }

    MemoryPool pool() {
        return pool;
    }

    Stream memoryStream() {
        return memoryStream;
    }

    /** Loads machine code or PTX. */
    public KernelModule load(byte[] image) {
        makeCurrent();
        return KernelModule.load(this, image);
    }

    /**
     * Runs work with a workspace for its exclusive use. After an exception, which may be a cancellation, the workspace
     * is not used again: its kernels are stopped and waited for, since they use memory that others may free.
     *
     * @throws DeviceException if a call of the driver fails
     */
    public <T> T with(Function<Workspace, T> work) {
        makeCurrent();
        Workspace known = idle.poll();
        Workspace workspace = known == null ? new Workspace(this) : known;
        boolean isDone = false;
        try {
            T result = work.apply(workspace);
            workspace.rest();
            isDone = true;
            return result;
        } finally {
            if (isDone) {
                idle.push(workspace);
            } else {
                discard(workspace);
            }
        }
    }

    private static void discard(Workspace workspace) {
        try {
            workspace.abandon();
        } catch (DeviceException e) {
            // The first exception is the one to report; a lost context has released everything.
            LOG.log(System.Logger.Level.DEBUG, "a workspace was not given back", e);
        }
    }

    /** Frees the memory that is cached for later calls. */
    public void releaseIdle() {
        makeCurrent();
        for (Workspace workspace = idle.poll(); workspace != null; workspace = idle.poll()) {
            workspace.close();
        }
        memoryStream.synchronize();
        pool.trim();
    }

    @Override
    public MemorySegment allocate(Arena arena, long bytes) {
        makeCurrent();
        long size = Math.max(1, bytes);
        long address = takeForArena(size);
        try {
            return NativeMemory.owned(address, bytes, arena, () -> give(address, size));
        } catch (RuntimeException e) {
            give(address, size); // the arena is closed, or confined to another thread
            throw e;
        }
    }

    private long takeForArena(long bytes) {
        try {
            return takeNow(bytes);
        } catch (DeviceException e) {
            if (e.code() != ResultCode.OUT_OF_MEMORY) {
                throw e;
            }
            releaseIdle();
            return takeNow(bytes);
        }
    }

    private long takeNow(long bytes) {
        long address = pool.take(bytes, memoryStream);
        memoryStream.synchronize();
        return address;
    }

    /** Called by any thread when an arena closes; errors cannot be reported. */
    private void give(long address, long bytes) {
        try {
            makeCurrent();
            pool.give(address, bytes, memoryStream);
        } catch (DeviceException e) {
            LOG.log(System.Logger.Level.DEBUG, "memory of the device was not given back", e);
        }
    }

    @Override
    public void upload(MemorySegment host, MemorySegment onDevice) {
        with(workspace -> {
            workspace.upload(host, JAVA_BYTE, onDevice.address());
            workspace.synchronize();
            return null;
        });
    }

    @Override
    public void download(MemorySegment onDevice, MemorySegment host) {
        with(workspace -> {
            workspace.download(onDevice.address(), host, JAVA_BYTE);
            return null;
        });
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String name() {
        return properties.name();
    }

    @Override
    public long memoryBytes() {
        return properties.memoryBytes();
    }

    @Override
    public long freeBytes() {
        makeCurrent();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment free = arena.allocate(JAVA_LONG);
            MemorySegment total = arena.allocate(JAVA_LONG);
            ResultCode.check(CudaDriver.cuMemGetInfo_v2(free, total), "cuMemGetInfo");
            return free.get(JAVA_LONG, 0);
        }
    }

    /** Number and name, as in {@code GPU 0 (NVIDIA H200)}. */
    @Override
    public String toString() {
        return "GPU " + number + " (" + name() + ")";
    }
}
