package keops.cuda.driver;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import keops.bindings.cuda.CudaDriver;

/**
 * A pool of device memory. Freed memory is cached, because the driver's plain allocation synchronises the whole device.
 * The context must be current.
 */
sealed interface MemoryPool {
    /** The kind of pool that a device supports. */
    static MemoryPool of(int device, DeviceProperties properties) {
        return properties.hasPools() ? new StreamOrdered(device) : new Cached();
    }

    /** Allocates memory for work that is enqueued on the stream from now on; bytes is more than 0. */
    long take(long bytes, Stream stream);

    /** Frees memory that work already enqueued on the stream may still use. */
    void give(long address, long bytes, Stream stream);

    /** Returns all cached memory to the driver. */
    void trim();

    /** The driver's pool, with stream-ordered allocation. */
    final class StreamOrdered implements MemoryPool {
        private final MemorySegment pool;

        StreamOrdered(int device) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
                ResultCode.check(CudaDriver.cuDeviceGetDefaultMemPool(answer, device), "cuDeviceGetDefaultMemPool");
                pool = answer.get(CudaDriver.C_POINTER, 0);
                // Without a threshold the driver would return all free memory to the system at every synchronisation.
                MemorySegment keptBytes = arena.allocateFrom(JAVA_LONG, Long.MAX_VALUE);
                ResultCode.check(CudaDriver.cuMemPoolSetAttribute(
                        pool, CudaDriver.CU_MEMPOOL_ATTR_RELEASE_THRESHOLD(), keptBytes), "cuMemPoolSetAttribute");
            }
        }

        @Override
        public long take(long bytes, Stream stream) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment answer = arena.allocate(JAVA_LONG);
                ResultCode.check(CudaDriver.cuMemAllocAsync(answer, bytes, stream.handle()), "cuMemAllocAsync");
                return answer.get(JAVA_LONG, 0);
            }
        }

        @Override
        public void give(long address, long bytes, Stream stream) {
            ResultCode.check(CudaDriver.cuMemFreeAsync(address, stream.handle()), "cuMemFreeAsync");
        }

        @Override
        public void trim() {
            ResultCode.check(CudaDriver.cuMemPoolTrimTo(pool, 0), "cuMemPoolTrimTo");
        }
    }

    /**
     * A pool for devices without stream-ordered allocation: blocks of a few sizes, cached by size. Freeing waits for
     * the stream.
     */
    final class Cached implements MemoryPool {
        /** The most memory that is cached. */
        private static final long MOST_KEPT_BYTES = 1L << 30;
        private static final long SMALLEST = 512;

        private final Map<Long, Deque<Long>> kept = new HashMap<>();
        private long keptBytes;

        @Override
        public synchronized long take(long bytes, Stream stream) {
            long rounded = rounded(bytes);
            Deque<Long> fitting = kept.get(rounded);
            if (fitting != null && !fitting.isEmpty()) {
                keptBytes -= rounded;
                return fitting.pop();
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment answer = arena.allocate(JAVA_LONG);
                ResultCode.check(CudaDriver.cuMemAlloc_v2(answer, rounded), "cuMemAlloc");
                return answer.get(JAVA_LONG, 0);
            }
        }

        @Override
        public void give(long address, long bytes, Stream stream) {
            stream.synchronize();
            long rounded = rounded(bytes);
            synchronized (this) {
                if (keptBytes + rounded <= MOST_KEPT_BYTES) {
                    kept.computeIfAbsent(rounded, _ -> new ArrayDeque<>()).push(address);
                    keptBytes += rounded;
                    return;
                }
            }
            ResultCode.check(CudaDriver.cuMemFree_v2(address), "cuMemFree");
        }

        @Override
        public synchronized void trim() {
            for (Deque<Long> blocks : kept.values()) {
                for (Long address = blocks.poll(); address != null; address = blocks.poll()) {
                    ResultCode.check(CudaDriver.cuMemFree_v2(address), "cuMemFree");
                }
            }
            kept.clear();
            keptBytes = 0;
        }

        /** Rounds up to one of four sizes per power of two, so that little is wasted and similar sizes share blocks. */
        private static long rounded(long bytes) {
            long step = Math.max(SMALLEST, Long.highestOneBit(bytes) / 4);
            return Math.ceilDiv(bytes, step) * step;
        }
    }
}
