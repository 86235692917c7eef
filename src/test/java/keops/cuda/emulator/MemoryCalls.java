package keops.cuda.emulator;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentSkipListMap;

/** The driver's calls that give and take memory. */
final class MemoryCalls {
    private static final int OUT_OF_MEMORY = 2;

    private record Pinned(Arena arena, long bytes) {}

    private static final ConcurrentSkipListMap<Long, Pinned> PINNED = new ConcurrentSkipListMap<>();

    private final FakeDriver driver;

    MemoryCalls(FakeDriver driver) {
        this.driver = driver;
    }

    /** Whether host memory may be read later than at the call. */
    static boolean isPinned(long address) {
        var entry = PINNED.floorEntry(address);
        return entry != null && address < entry.getKey() + entry.getValue().bytes();
    }

    /** The bytes of pinned memory that there are now. */
    static long pinnedBytes() {
        return PINNED.values().stream().mapToLong(Pinned::bytes).sum();
    }

    void cuMemGetInfo_v2(MemorySegment free, MemorySegment total) {
        FakeDevice device = driver.current();
        FakeDriver.set(free, Math.max(0, device.memoryLimit() - device.usedBytes()));
        FakeDriver.set(total, device.properties().memoryBytes());
    }

    void cuMemAlloc_v2(MemorySegment pointer, long bytes) {
        FakeDriver.set(pointer, allocate(bytes));
    }

    private long allocate(long bytes) {
        if (bytes <= 0) {
            throw new Refusal(1);
        }
        long address = driver.current().allocate(bytes);
        if (address == 0) {
            throw new Refusal(OUT_OF_MEMORY);
        }
        return address;
    }

    void cuMemFree_v2(long pointer) {
        driver.current().synchronize();
        if (!driver.current().memory().free(pointer)) {
            throw new Refusal(1);
        }
    }

    void cuMemAllocAsync(MemorySegment pointer, long bytes, MemorySegment stream) {
        requirePools();
        driver.handles().get(FakeStream.class, stream.address());
        FakeDriver.set(pointer, allocate(bytes));
    }

    void cuMemFreeAsync(long pointer, MemorySegment stream) {
        requirePools();
        FakeDevice device = driver.current();
        driver.handles().get(FakeStream.class, stream.address()).put(() -> {
            if (!device.memory().free(pointer)) {
                driver.note(new IllegalStateException("freed twice, or never allocated: " + Long.toHexString(pointer)));
            }
        });
    }

    private void requirePools() {
        if (!driver.current().properties().hasPools()) {
            throw new Refusal(801);
        }
    }

    void cuDeviceGetDefaultMemPool(MemorySegment pool, int device) {
        FakeDriver.set(pool, 0x9001L + driver.device(device).ordinal());
    }

    void cuMemPoolSetAttribute(MemorySegment pool, int attribute, MemorySegment value) {
        if (pool.address() < 0x9001 || attribute < 1 || value.address() == 0) {
            throw new Refusal(1);
        }
    }

    void cuMemPoolTrimTo(MemorySegment pool, long bytes) {
        if (pool.address() < 0x9001 || bytes < 0) {
            throw new Refusal(1);
        }
    }

    void cuMemAllocHost_v2(MemorySegment pointer, long bytes) {
        cuMemHostAlloc(pointer, bytes, 0);
    }

    void cuMemHostAlloc(MemorySegment pointer, long bytes, int flags) {
        if (flags > 7) {
            throw new Refusal(1);
        }
        Arena arena = Arena.ofShared();
        MemorySegment memory = arena.allocate(bytes, 4096);
        PINNED.put(memory.address(), new Pinned(arena, bytes));
        FakeDriver.set(pointer, memory.address());
    }

    void cuMemFreeHost(MemorySegment pointer) {
        Pinned pinned = PINNED.remove(pointer.address());
        if (pinned == null) {
            throw new Refusal(1);
        }
        pinned.arena().close();
    }
}
