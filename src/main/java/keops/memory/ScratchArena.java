package keops.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An arena for memory that is needed for a short time, by any thread. Closing a {@linkplain Arena#ofShared shared
 * arena} takes some 80 microseconds, because of a handshake with all threads; this is longer than a small reduction
 * takes. Here, small segments are Java arrays, which the garbage collector frees; only large ones come from a shared
 * arena, which is closed with this one.
 *
 * {@snippet :
 * try (Arena arena = new ScratchArena()) {
 *     Tensor a = conv.call(arena, gamma, x, y, b); // used here and nowhere else
 * }
 * }
 *
 * <p>Small segments are aligned to 8 bytes, whatever was asked for, and can still be accessed after the arena was
 * closed.
 */
public final class ScratchArena implements Arena {
    private static final long LARGEST_ON_HEAP = 256 * 1024;

    private Arena shared;
    private boolean isClosed;

    /** An arena without memory. */
    public ScratchArena() {}

    @Override
    public synchronized MemorySegment allocate(long byteSize, long byteAlignment) {
        if (byteSize > LARGEST_ON_HEAP || byteSize < 0 || isClosed) {
            return shared().allocate(byteSize, byteAlignment);
        }
        int numbers = Math.toIntExact(Math.ceilDiv(byteSize, (long) Double.BYTES));
        return MemorySegment.ofArray(new double[numbers]).asSlice(0, byteSize);
    }

    /** The scope of the large segments. */
    @Override
    public synchronized MemorySegment.Scope scope() {
        return shared().scope();
    }

    /** Creates the shared arena when it is first needed; if this arena was closed meanwhile, it is closed at once. */
    private Arena shared() {
        if (shared == null) {
            shared = Arena.ofShared();
            if (isClosed) {
                shared.close();
            }
        }
        return shared;
    }

    /**
     * Frees the large segments.
     *
     * @throws IllegalStateException if it is closed already, or another thread is accessing a large segment
     */
    @Override
    public synchronized void close() {
        if (isClosed) {
            throw new IllegalStateException("Already closed");
        }
        if (shared != null) {
            shared.close();
        }
        isClosed = true;
    }
}
