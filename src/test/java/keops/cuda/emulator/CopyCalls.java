package keops.cuda.emulator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** The driver's calls that copy and fill. */
final class CopyCalls {
    private static final int ILLEGAL = 1;

    private final FakeDriver driver;

    CopyCalls(FakeDriver driver) {
        this.driver = driver;
    }

    void cuMemcpyHtoD_v2(long to, MemorySegment from, long bytes) {
        driver.current().synchronize();
        in(driver.current(), to, FakeDriver.at(from, bytes));
    }

    void cuMemcpyDtoH_v2(MemorySegment to, long from, long bytes) {
        driver.current().synchronize();
        out(driver.current(), FakeDriver.at(to, bytes), from);
    }

    void cuMemcpyHtoDAsync_v2(long to, MemorySegment from, long bytes, MemorySegment stream) {
        FakeStream queue = driver.handles().get(FakeStream.class, stream.address());
        MemorySegment source = FakeDriver.at(from, bytes);
        // Pageable memory is taken at once; what is pinned, whenever the copy comes.
        MemorySegment kept = MemoryCalls.isPinned(from.address())
                ? source
                : MemorySegment.ofArray(source.toArray(ValueLayout.JAVA_BYTE));
        queue.put(() -> in(queue.device(), to, kept));
    }

    void cuMemcpyDtoHAsync_v2(MemorySegment to, long from, long bytes, MemorySegment stream) {
        FakeStream queue = driver.handles().get(FakeStream.class, stream.address());
        queue.put(() -> out(queue.device(), FakeDriver.at(to, bytes), from));
        if (!MemoryCalls.isPinned(to.address())) {
            queue.drain();
        }
    }

    void cuMemcpyDtoDAsync_v2(long to, long from, long bytes, MemorySegment stream) {
        FakeStream queue = driver.handles().get(FakeStream.class, stream.address());
        queue.put(() -> {
            DeviceMemory.Allocation source = find(queue.device(), from, bytes);
            byte[] copy =
                    Arrays.copyOfRange(source.bytes().data(), source.offset(from), source.offset(from) + (int) bytes);
            in(queue.device(), to, MemorySegment.ofArray(copy));
        });
    }

    void cuMemsetD8Async(long to, byte value, long count, MemorySegment stream) {
        FakeStream queue = driver.handles().get(FakeStream.class, stream.address());
        queue.put(() -> {
            byte[] bytes = new byte[Math.toIntExact(count)];
            Arrays.fill(bytes, value);
            in(queue.device(), to, MemorySegment.ofArray(bytes));
        });
    }

    private DeviceMemory.Allocation find(FakeDevice device, long address, long bytes) {
        DeviceMemory.Allocation allocation = device.memory().find(address, bytes);
        if (allocation == null) {
            driver.note(new Fault(Fault.Kind.OUT_OF_BOUNDS, String.format(
                    "a copy of %d bytes at 0x%x, which is in no allocation", bytes, address)));
            throw new Refusal(ILLEGAL);
        }
        return allocation;
    }

    private void in(FakeDevice device, long to, MemorySegment from) {
        DeviceMemory.Allocation target = find(device, to, from.byteSize());
        int at = target.offset(to);
        MemorySegment.copy(from, 0, MemorySegment.ofArray(target.bytes().data()), at, from.byteSize());
        target.bytes().markWritten(at, at + (int) from.byteSize());
    }

    private void out(FakeDevice device, MemorySegment to, long from) {
        DeviceMemory.Allocation source = find(device, from, to.byteSize());
        int at = source.offset(from);
        int unwritten = source.bytes().firstUnwritten(at, at + (int) to.byteSize());
        if (unwritten >= 0) {
            driver.note(new Fault(Fault.Kind.UNINITIALISED, "byte " + (unwritten - at) + " of the " + to.byteSize()
                    + " that are copied to the host was never written"));
        }
        MemorySegment.copy(MemorySegment.ofArray(source.bytes().data()), at, to, 0, to.byteSize());
    }
}
