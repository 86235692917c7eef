package keops.cuda.emulator;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The memory of a device. Addresses are never used twice, and between two allocations nothing is valid. */
final class DeviceMemory {
    private static final long FIRST = 0x7000_0000_0000L;
    private static final long PER_DEVICE = 0x0100_0000_0000L;
    private static final int ALIGNMENT = 256;

    /** One allocation. */
    record Allocation(long base, Bytes bytes) {
        boolean contains(long address, long size) {
            return address >= base && address - base <= bytes.size() - size;
        }

        int offset(long address) {
            return Math.toIntExact(address - base);
        }
    }

    private final ConcurrentSkipListMap<Long, Allocation> allocations = new ConcurrentSkipListMap<>();
    private long next;
    private long used;

    DeviceMemory(int device) {
        this.next = FIRST + device * PER_DEVICE;
    }

    synchronized long allocate(long size) {
        var allocation = new Allocation(next, new Bytes(Math.toIntExact(size)));
        allocations.put(next, allocation);
        next += Math.ceilDiv(size, ALIGNMENT) * ALIGNMENT + 2 * ALIGNMENT;
        used += size;
        return allocation.base();
    }

    /** Whether there was such an allocation. */
    synchronized boolean free(long address) {
        Allocation freed = allocations.remove(address);
        used -= freed == null ? 0 : freed.bytes().size();
        return freed != null;
    }

    /** The allocation that a range lies in, or null. */
    Allocation find(long address, long size) {
        Map.Entry<Long, Allocation> entry = allocations.floorEntry(address);
        return entry != null && entry.getValue().contains(address, size) ? entry.getValue() : null;
    }

    synchronized long usedBytes() {
        return used;
    }

    int count() {
        return allocations.size();
    }
}
