package keops.cpu.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import keops.tensor.Tensor;

/** Integers on their way into staging arrays, whose type holds them exactly; the loops become vectors. */
final class WholeNumbers {
    private int[] ints = {};
    private long[] longs = {};

    void ints(Tensor tensor, long element, int count, float[] staging, int at) {
        readInts(tensor, element, count);
        for (int k = 0; k < count; k++) {
            staging[at + k] = ints[k];
        }
    }

    void ints(Tensor tensor, long element, int count, double[] staging, int at) {
        readInts(tensor, element, count);
        for (int k = 0; k < count; k++) {
            staging[at + k] = ints[k];
        }
    }

    void longs(Tensor tensor, long element, int count, float[] staging, int at) {
        readLongs(tensor, element, count);
        for (int k = 0; k < count; k++) {
            staging[at + k] = (float) longs[k];
        }
    }

    void longs(Tensor tensor, long element, int count, double[] staging, int at) {
        readLongs(tensor, element, count);
        for (int k = 0; k < count; k++) {
            staging[at + k] = (double) longs[k];
        }
    }

    private void readInts(Tensor tensor, long element, int count) {
        ints = ints.length < count ? new int[count] : ints;
        var layout = ValueLayout.JAVA_INT.withOrder(tensor.order());
        MemorySegment.copy(tensor.segment(), layout, element * layout.byteSize(), ints, 0, count);
    }

    private void readLongs(Tensor tensor, long element, int count) {
        longs = longs.length < count ? new long[count] : longs;
        var layout = ValueLayout.JAVA_LONG.withOrder(tensor.order());
        MemorySegment.copy(tensor.segment(), layout, element * layout.byteSize(), longs, 0, count);
    }
}
