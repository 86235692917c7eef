package keops.cuda.emulator;

/** The lanes that an instruction acts on: as a set of bits, and as a list in ascending order. */
final class Lanes {
    private final long[] mask;
    private final int[] list;
    private int count;

    Lanes(int threads) {
        this.mask = new long[(threads + 63) / 64];
        this.list = new int[threads];
    }

    long[] mask() {
        return mask;
    }

    int[] list() {
        return list;
    }

    int count() {
        return count;
    }

    void set(long[] lanes) {
        count = 0;
        for (int word = 0; word < mask.length; word++) {
            long bits = lanes[word];
            mask[word] = bits;
            for (; bits != 0; bits &= bits - 1) {
                list[count++] = word * 64 + Long.numberOfTrailingZeros(bits);
            }
        }
    }

    /** Those of other lanes where a predicate is as wanted. */
    void select(Lanes from, long[] predicate, boolean wanted) {
        java.util.Arrays.fill(mask, 0);
        count = 0;
        for (int k = 0; k < from.count; k++) {
            int lane = from.list[k];
            if (predicate[lane] != 0 == wanted) {
                mask[lane >> 6] |= 1L << lane;
                list[count++] = lane;
            }
        }
    }

    boolean contains(int lane) {
        return lane >= 0 && lane < list.length && (mask[lane >> 6] >>> lane & 1) != 0;
    }
}
