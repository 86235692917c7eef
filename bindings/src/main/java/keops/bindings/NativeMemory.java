package keops.bindings;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Segments over memory that native code has given: here, because only this module may have native access. */
@SuppressWarnings("restricted")
public final class NativeMemory {
    private NativeMemory() {}

    /** So many bytes at a pointer, for the life of the process. */
    public static MemorySegment view(MemorySegment pointer, long bytes) {
        return pointer.reinterpret(bytes);
    }

    /**
     * So many bytes at an address, for the life of an arena.
     *
     * @param end runs when the arena closes
     */
    public static MemorySegment owned(long address, long bytes, Arena arena, Runnable end) {
        return MemorySegment.ofAddress(address).reinterpret(bytes, arena, _ -> end.run());
    }
}
