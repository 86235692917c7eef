package keops.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import keops.bindings.cuda.CudaDriver;
import keops.error.DeviceException;

/**
 * What one call at a time needs of a device: a stream, pinned buffers, an area of its memory, and room for the parameters
 * of launches. All are kept for the next call, so that calls of the same size allocate nothing.
 */
public final class Workspace implements AutoCloseable {
    /** A larger area is given back after the call. */
    private static final long MOST_KEPT_BYTES = 256L << 20;
    private static final long ALIGNMENT_BYTES = 256;
    /** The most that a kernel of any device takes. */
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
     * Lets somebody look on while the device is waited for, until the end of the call.
     *
     * @param look is run now and then; what it throws ends the call
     */
    public void watchedBy(Runnable look) {
        staging.watchedBy(look);
    }

    /** The address of a 32-bit integer that is 0 as long as kernels shall go on. */
    public long stopAddress() {
        return brake.address();
    }

    /** The device. */
    public GpuDevice device() {
        return device;
    }

    /** The bytes that {@link #take} needs for a part of so many. */
    public static long padded(long bytes) {
        return Math.multiplyExact(Math.ceilDiv(bytes, ALIGNMENT_BYTES), ALIGNMENT_BYTES);
    }

    /**
     * Makes room for parts of the area, all of which begin anew.
     *
     * @param bytes the sum of their {@linkplain #padded padded} sizes
     * @throws DeviceException if the device does not have so much, after all that is only kept was given back
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

    /** Puts a copy to the device into the stream; the host's memory has been read when it returns. */
    public void upload(MemorySegment host, ValueLayout layout, long address) {
        staging.upload(host, layout, address, stream);
    }

    /** Copies from the device what the stream's work so far has made; all is there when it returns. */
    public void download(long address, MemorySegment host, ValueLayout layout) {
        staging.download(address, host, layout, stream);
    }

    /** The parameters of the next launch: {@link #MOST_PARAMETER_BYTES} bytes of the host. */
    public MemorySegment parameters() {
        return parameters;
    }

    /** Puts the launch of a kernel, which takes the parameters as one structure, into the stream. */
    public void launch(KernelFunction kernel, long width, int height, int threads) {
        kernel.launch(width, height, threads, parameterPointers, stream);
    }

    /** Lets the calling thread use the device again, after it has used others. */
    public void resume() {
        device.makeCurrent();
    }

    /** Waits for the stream, whoever should look on; errors of kernels come up here. */
    public void synchronize() {
        stream.synchronize();
    }

    /** Waits for the stream while those look on who were asked to; errors of kernels come up here. */
    public void await() {
        staging.await(stream);
    }

    /** Ends a call: what is large is given back. */
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

    /** Ends what runs, and closes. */
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
