package keops.cuda.emulator;

import java.util.ArrayList;
import java.util.List;

/** A device of the fake driver: what it says of itself, its memory, and whether an error has cost it its context. */
public final class FakeDevice {
    /** What a device says of itself. */
    public record Properties(String name, int major, int minor, int multiprocessors, long memoryBytes,
            boolean hasPools) {}

    private final int ordinal;
    private final Properties properties;
    private final DeviceMemory memory;
    private final List<FakeStream> streams = new ArrayList<>();
    private final Census census = new Census();
    private long memoryLimit;
    private volatile int lostBy;
    private long launches;

    FakeDevice(int ordinal, Properties properties) {
        this.ordinal = ordinal;
        this.properties = properties;
        this.memory = new DeviceMemory(ordinal);
        this.memoryLimit = properties.memoryBytes();
    }

    int ordinal() {
        return ordinal;
    }

    /** What it says of itself. */
    public Properties properties() {
        return properties;
    }

    DeviceMemory memory() {
        return memory;
    }

    /** Allocates, or answers 0 where the memory is too small. */
    synchronized long allocate(long bytes) {
        return memory.usedBytes() + bytes > memoryLimit ? 0 : memory.allocate(bytes);
    }

    /** Gives the device less memory than it has, until the next reset. */
    public synchronized void limitMemory(long bytes) {
        memoryLimit = bytes;
    }

    synchronized long memoryLimit() {
        return memoryLimit;
    }

    /** The bytes that are allocated now. */
    public long usedBytes() {
        return memory.usedBytes();
    }

    /** The allocations that there are now. */
    public int allocations() {
        return memory.count();
    }

    /** The result code of the error that the context was lost by; 0 while it lives. */
    int lostBy() {
        return lostBy;
    }

    void lose(int code) {
        lostBy = code;
    }

    synchronized void reset() {
        lostBy = 0;
        memoryLimit = properties.memoryBytes();
    }

    synchronized void add(FakeStream stream) {
        streams.add(stream);
    }

    synchronized void remove(FakeStream stream) {
        streams.remove(stream);
    }

    /** Waits for all streams. */
    void synchronize() {
        List<FakeStream> all;
        synchronized (this) {
            all = List.copyOf(streams);
        }
        all.forEach(FakeStream::drain);
    }

    synchronized void ran(Census of) {
        census.add(of);
        launches++;
    }

    /** The kernels that ran so far. */
    public synchronized long launches() {
        return launches;
    }

    /** What all kernels executed so far. */
    public synchronized Census census() {
        var copy = new Census();
        copy.add(census);
        return copy;
    }
}
