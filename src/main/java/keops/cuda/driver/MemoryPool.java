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
 * The memory of a device. What is given back is kept for those who ask next, because the driver's own plain allocation
 * waits for the whole device. The context must be current.
 */
sealed interface MemoryPool {
    /** The pool that a device can have. */
    static MemoryPool of(int device, DeviceProperties properties) {
        return properties.hasPools() ? new StreamOrdered(device) : new Cached();
    }

    /** Memory for work that is put into the stream from now on; bytes is more than 0. */
    long take(long bytes, Stream stream);

    /** Gives memory back, of which work in the stream so far may still make use. */
    void give(long address, long bytes, Stream stream);

    /** Gives all that is kept back to the driver. */
    void trim();

    /** The driver's pool, in which memory comes and goes in the order of streams. */
    final class StreamOrdered implements MemoryPool {
        private final MemorySegment pool;

        StreamOrdered(int device) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment answer = arena.allocate(CudaDriver.C_POINTER);
                ResultCode.check(CudaDriver.cuDeviceGetDefaultMemPool(answer, device), "cuDeviceGetDefaultMemPool");
                pool = answer.get(CudaDriver.C_POINTER, 0);
                // Without it the driver would give all memory back to the system whenever it waits.
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

    /** For devices without: blocks of a few sizes, kept by size. What is given back is waited for. */
    final class Cached implements MemoryPool {
        /** More than this is not kept. */
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

        /** Four sizes per power of two: little is wasted, and sizes that are nearly the same share blocks. */
        private static long rounded(long bytes) {
            long step = Math.max(SMALLEST, Long.highestOneBit(bytes) / 4);
            return Math.ceilDiv(bytes, step) * step;
        }
    }
}
