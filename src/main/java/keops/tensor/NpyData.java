package keops.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import keops.error.FormulaException;

/** Copies the data of a .npy file into a tensor in C order, of a supported type. */
final class NpyData {
    private NpyData() {}

    /**
     * A copy in the arena.
     *
     * @param raw the bytes after the header, exactly as many as there should be
     * @param file the name of the file, for messages
     * @throws FormulaException if an unsigned number is beyond int64
     */
    static Tensor copy(MemorySegment raw, NpyHeader header, String file, Arena arena) {
        MemorySegment memory = Memory.allocate(arena, header.dtype(), header.shape());
        NpyElement element = header.element();
        ByteOrder order = element.isDirect() ? header.order() : ByteOrder.nativeOrder();
        var places = new Places(header.shape().sizes(), header.isFortran());
        int bytes = element.bytes();
        if (element.isDirect() && places.areTheSame()) {
            memory.copyFrom(raw);
        } else {
            for (long k = 0; k < header.shape().count(); k++) {
                long from = places.next();
                if (element.isDirect()) {
                    MemorySegment.copy(raw, from * bytes, memory, k * bytes, bytes);
                } else {
                    long whole = element.whole(raw, header.order(), from);
                    if (whole < 0 && element == NpyElement.UINT64) {
                        throw new FormulaException(file + ": element " + k + " is " + Long.toUnsignedString(whole)
                                + ", which int64 does not have: save smaller numbers, or float64");
                    }
                    ElementAccess.writeWhole(memory, header.dtype(), order, k, whole);
                }
            }
        }
        return Tensor.of(memory.asReadOnly(), header.dtype(), order, header.shape().sizes());
    }

    /** The positions in the file of the elements in C order. */
    private static final class Places {
        private final long[] sizes;
        private final long[] steps;
        private final long[] index;
        private long place;

        Places(long[] sizes, boolean isFortran) {
            this.sizes = sizes;
            this.steps = new long[sizes.length];
            this.index = new long[sizes.length];
            long step = 1;
            for (int n = 0; n < sizes.length; n++) {
                int axis = isFortran ? n : sizes.length - 1 - n;
                steps[axis] = step;
                step *= sizes[axis];
            }
        }

        /** Whether the file has the elements in C order, too. */
        boolean areTheSame() {
            long step = 1;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                if (sizes[axis] != 1 && steps[axis] != step) {
                    return false;
                }
                step *= sizes[axis];
            }
            return true;
        }

        long next() {
            long found = place;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                place += steps[axis];
                if (++index[axis] < sizes[axis]) {
                    break;
                }
                place -= sizes[axis] * steps[axis];
                index[axis] = 0;
            }
            return found;
        }
    }
}
