package keops.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import keops.bindings.cuda.CudaDriver;
import keops.error.DeviceException;

/**
 * The resources of a call on a device: a stream, pinned buffers, an area of device memory, and memory for the
 * parameters of launches. They are reused, so that calls of the same size allocate nothing. Not thread-safe.
 */
public final class Workspace implements AutoCloseable {
    /** A larger area is freed after the call. */
    private static final long MOST_KEPT_BYTES = 256L << 20;
    private static final long ALIGNMENT_BYTES = 256;
    /** The largest parameter of a kernel on any device. */
    public static final int MOST_PARAMETER_BYTES = 4096;

    private final GpuDevice device;
    private final Stream stream;
    private final Staging staging;
    private final StopFlag brake;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment parameters = arena.allocate(MOST_PARAMETER_BYTES, Long.BYTES);
    private final MemorySegment parameterPointers = arena.allocate(CudaDriver.C_POINTER);
    private long area;
    private long areaBytes;
    private long used;

    Workspace(GpuDevice device) {
        this.device = device;
        this.stream = new Stream();
        this.staging = new Staging();
        this.brake = brake();
        parameterPointers.set(CudaDriver.C_POINTER, 0, parameters);
    }

    private StopFlag brake() {
        try {
            return new StopFlag(device, stream);
        } catch (DeviceException e) {
            staging.close();
            stream.close();
            throw e;
        }
    }

    /**
     * Sets what is run repeatedly while waiting for the device, until the end of the call.
     *
     * @param look run repeatedly; an exception ends the call
     */
    public void watchedBy(Runnable look) {
        staging.watchedBy(look);
    }

    /** The address of the {@linkplain StopFlag flag} that stops kernels when it is not 0. */
    public long stopAddress() {
        return brake.address();
    }

    /** The device. */
    public GpuDevice device() {
        return device;
    }

    /** The bytes that {@link #take} needs for a part of a given size. */
    public static long padded(long bytes) {
        return Math.multiplyExact(Math.ceilDiv(bytes, ALIGNMENT_BYTES), ALIGNMENT_BYTES);
    }

    /**
     * Makes the area large enough for new parts; existing parts are discarded.
     *
     * @param bytes the sum of their {@linkplain #padded padded} sizes
     * @throws DeviceException if the device does not have enough memory, even after its caches were freed
     */
    public void reserve(long bytes) {
        used = 0;
        if (bytes <= areaBytes) {
            return;
        }
        giveArea();
        try {
            area = device.pool().take(bytes, stream);
        } catch (DeviceException e) {
            if (e.code() != ResultCode.OUT_OF_MEMORY) {
                throw e;
            }
            stream.synchronize();
            device.releaseIdle();
            area = device.pool().take(bytes, stream);
        }
        areaBytes = bytes;
    }

    /** The address of the next part of the area. */
    public long take(long bytes) {
        long address = area + used;
        used += padded(bytes);
        if (used > areaBytes) {
            throw new IllegalStateException(used + " bytes of an area of " + areaBytes);
        }
        return address;
    }

    /** Enqueues a copy to the device; the host memory has been read when it returns. */
    public void upload(MemorySegment host, ValueLayout layout, long address) {
        staging.upload(host, layout, address, stream);
    }

    /** Copies from the device after the stream's work so far; the copy is complete on return. */
    public void download(long address, MemorySegment host, ValueLayout layout) {
        staging.download(address, host, layout, stream);
    }

    /** The parameters of the next launch: {@link #MOST_PARAMETER_BYTES} bytes of the host. */
    public MemorySegment parameters() {
        return parameters;
    }

    /** Enqueues a launch of a kernel with the parameters as one structure. */
    public void launch(KernelFunction kernel, long width, int height, int threads) {
        kernel.launch(width, height, threads, parameterPointers, stream);
    }

    /** Makes the context current again, after the thread has used other devices. */
    public void resume() {
        device.makeCurrent();
    }

    /** Waits for the stream without polling; errors of kernels are thrown here. */
    public void synchronize() {
        stream.synchronize();
    }

    /** Waits for the stream and polls meanwhile, see {@link #watchedBy}; errors of kernels are thrown here. */
    public void await() {
        staging.await(stream);
    }

    /** Ends a call: a large area is freed. */
    void rest() {
        staging.watchedBy(null);
        if (areaBytes > MOST_KEPT_BYTES) {
            giveArea();
        }
    }

    private void giveArea() {
        if (areaBytes > 0) {
            long bytes = areaBytes;
            areaBytes = 0;
            device.pool().give(area, bytes, stream);
        }
    }

    /** Stops running kernels, and closes. */
    void abandon() {
        device.makeCurrent();
        staging.watchedBy(null);
        try {
            brake.pull();
            stream.synchronize();
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        arena.close();
        giveArea();
        brake.give(stream);
        stream.synchronize();
        staging.close();
        stream.close();
    }
}
