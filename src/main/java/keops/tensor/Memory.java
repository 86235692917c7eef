package keops.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Locale;
import java.util.function.Supplier;
import keops.error.FormulaException;

/** Makes the memory of tensors, and checks memory: before a tensor may view it, and before work begins on it. */
final class Memory {
    /** A thread that never runs: it stands for all threads that cannot access a confined segment. */
    private static final Thread ANY_OTHER_THREAD = Thread.ofPlatform()
            .name("keops-any-other-thread")
            .inheritInheritableThreadLocals(false)
            .unstarted(() -> {});

    /** The size of a cache line, and of the widest vector of any CPU. */
    private static final long ALIGNMENT_BYTES = 64;

    private Memory() {}

    /**
     * Zeros for a tensor of this type and shape.
     *
     * @throws FormulaException if the arena is closed or confined to another thread
     * @throws OutOfMemoryError if there is not so much memory; the message names the tensor and its bytes
     */
    static MemorySegment allocate(Arena arena, DType dtype, Shape shape) {
        long bytes = shape.byteSize(dtype);
        try {
            return arena.allocate(bytes, ALIGNMENT_BYTES);
        } catch (OutOfMemoryError e) {
            var named = new OutOfMemoryError("a tensor " + dtype + " " + shape + " needs " + bytes
                    + " bytes of native memory, which there is not: " + e.getMessage());
            named.initCause(e);
            throw named;
        } catch (IllegalStateException | WrongThreadException e) {
            throw new FormulaException("a tensor " + dtype + " " + shape + " cannot be allocated: the arena is "
                    + (e instanceof WrongThreadException ? "confined to another thread" : "closed"), e);
        }
    }

    /**
     * The part of the segment that a tensor of this type and shape covers: its first bytes, exactly as many as needed.
     *
     * @throws FormulaException if the segment is too small or not aligned to the size of an element
     */
    static MemorySegment cover(MemorySegment segment, DType dtype, Shape shape) {
        long bytes = shape.byteSize(dtype);
        if (segment.byteSize() < bytes) {
            throw new FormulaException("a tensor " + dtype + " " + shape + " needs " + bytes
                    + " bytes, but the segment has " + segment.byteSize());
        }
        if (segment.maxByteAlignment() < dtype.bytes()) {
            throw new FormulaException("a tensor " + dtype + " " + shape + " needs memory aligned to " + dtype.bytes()
                    + " bytes, but " + misalignment(segment, dtype));
        }
        return segment.asSlice(0, bytes);
    }

    private static String misalignment(MemorySegment segment, DType dtype) {
        if (segment.isNative()) {
            return String.format(Locale.ROOT, "the segment begins at the address 0x%x", segment.address());
        }
        String array = segment.heapBase().map(base -> "over " + base.getClass().getSimpleName()).orElse("read-only");
        String better = switch (dtype) {
            case FLOAT16, BFLOAT16 -> "a short[]";
            case FLOAT32 -> "a float[]";
            case FLOAT64 -> "a double[]";
            case INT32 -> "an int[]";
            case INT64 -> "a long[]";
        };
        return "the heap segment (" + array + ") guarantees only " + segment.maxByteAlignment() + ": use " + better
                + " or native memory";
    }

    /** Checks that the calling thread may read the segment now; {@code what} begins the message. */
    static void requireReadable(MemorySegment segment, String what) {
        requireReadable(segment, () -> what);
    }

    /** The same check, with the beginning of the message supplied only if it fails. */
    static void requireReadable(MemorySegment segment, Supplier<String> what) {
        if (!segment.scope().isAlive()) {
            throw new FormulaException(what.get() + ": its memory has been freed (the arena of its segment is closed)");
        }
        if (!segment.isAccessibleBy(Thread.currentThread())) {
            throw new FormulaException(what.get() + ": its memory is confined to another thread:"
                    + " allocate it from Arena.ofShared() or Arena.ofAuto()");
        }
    }

    /** Checks that the calling thread may write the segment now; {@code what} begins the message. */
    static void requireWritable(MemorySegment segment, String what) {
        requireReadable(segment, what);
        if (segment.isReadOnly()) {
            throw new FormulaException(what + ": its memory is read-only and cannot be written");
        }
    }

    static boolean isAccessibleByAllThreads(MemorySegment segment) {
        return segment.isAccessibleBy(ANY_OTHER_THREAD);
    }
}
