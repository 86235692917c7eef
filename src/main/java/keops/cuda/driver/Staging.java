package keops.cuda.driver;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import keops.bindings.NativeMemory;
import keops.bindings.cuda.CudaDriver;

/**
 * Copies between host and device through two pinned buffers: while one is being transferred, the CPU fills or empties
 * the other. The host memory may be of any kind, including arrays and confined arenas, since only the calling thread
 * accesses it. The context must be current.
 */
final class Staging implements AutoCloseable {
    /** Large enough for the full bandwidth of the bus, small enough for the caches of a CPU. */
    private static final long BUFFER_BYTES = 1 << 20;

    private final List<Buffer> buffers = List.of(new Buffer(), new Buffer());
    private int next;
    private Runnable look;

    /** Pinned memory, with the event from which it may be reused. */
    private static final class Buffer {
        private final MemorySegment memory;
        private final Event free = new Event();

        Buffer() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
                ResultCode.check(CudaDriver.cuMemHostAlloc(answer, BUFFER_BYTES, CudaDriver.CU_MEMHOSTALLOC_PORTABLE()),
                        "cuMemHostAlloc");
                memory = NativeMemory.view(answer.get(CudaDriver.C_POINTER, 0), BUFFER_BYTES);
            }
        }

        /** Waits until it may be reused. */
        void await(Runnable look) {
            if (look == null) {
                free.synchronize();
            } else {
                free.await(look);
            }
        }

        void close() {
            free.close();
            ResultCode.check(CudaDriver.cuMemFreeHost(memory), "cuMemFreeHost");
        }
    }

    private Buffer nextBuffer() {
        Buffer buffer = buffers.get(next);
        next = (next + 1) % buffers.size();
        buffer.await(look);
        return buffer;
    }

    /** Waits for the work enqueued on a stream. */
    void await(Stream stream) {
        Buffer buffer = nextBuffer();
        buffer.free.record(stream);
        buffer.await(look);
    }

    /** Sets what is run repeatedly while waiting for copies; null for nothing. */
    void watchedBy(Runnable onlooker) {
        look = onlooker;
    }

    /**
     * Enqueues a copy to the device; the host memory has been read when it returns.
     *
     * @param layout the layout of an element in host memory; on the device it has the byte order of this machine
     */
    void upload(MemorySegment host, ValueLayout layout, long address, Stream stream) {
        ValueLayout plain = layout.withOrder(java.nio.ByteOrder.nativeOrder());
        for (long at = 0; at < host.byteSize(); at += BUFFER_BYTES) {
            long bytes = Math.min(BUFFER_BYTES, host.byteSize() - at);
            Buffer buffer = nextBuffer();
            MemorySegment.copy(host, layout, at, buffer.memory, plain, 0, bytes / layout.byteSize());
            ResultCode.check(CudaDriver.cuMemcpyHtoDAsync_v2(address + at, buffer.memory, bytes, stream.handle()),
                    "cuMemcpyHtoDAsync");
            buffer.free.record(stream);
        }
    }

    /** Copies from the device after the stream's work so far; the copy is complete on return. */
    void download(long address, MemorySegment host, ValueLayout layout, Stream stream) {
        ValueLayout plain = layout.withOrder(java.nio.ByteOrder.nativeOrder());
        Buffer before = null;
        for (long at = 0; at < host.byteSize(); at += BUFFER_BYTES) {
            long bytes = Math.min(BUFFER_BYTES, host.byteSize() - at);
            Buffer buffer = nextBuffer();
            ResultCode.check(CudaDriver.cuMemcpyDtoHAsync_v2(buffer.memory, address + at, bytes, stream.handle()),
                    "cuMemcpyDtoHAsync");
            buffer.free.record(stream);
            if (before != null) {
                empty(before, host, layout, plain, at - BUFFER_BYTES);
            }
            before = buffer;
        }
        if (before != null) {
            empty(before, host, layout, plain, (host.byteSize() - 1) / BUFFER_BYTES * BUFFER_BYTES);
        }
    }

    private void empty(Buffer buffer, MemorySegment host, ValueLayout layout, ValueLayout plain, long at) {
        buffer.await(look);
        long bytes = Math.min(BUFFER_BYTES, host.byteSize() - at);
        MemorySegment.copy(buffer.memory, plain, 0, host, layout, at, bytes / layout.byteSize());
    }

    @Override
    public void close() {
        buffers.forEach(Buffer::close);
    }
}
