package keops.cpu.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import keops.tensor.Tensor;

/** Writes results that follow each other at once, and not element by element. */
public final class Writing {
    private Writing() {}

    /** Writes numbers to elements of a tensor in some memory, each rounded to the nearest of its type. */
    public static void put(double[] numbers, int count, Tensor to, long element) {
        if (to.order() != ByteOrder.nativeOrder()) {
            putEach(numbers, count, to, element);
            return;
        }
        switch (to.dtype()) {
            case FLOAT32 -> putFloats(numbers, count, to.segment(), element);
            case FLOAT64 -> MemorySegment.copy(
                    numbers, 0, to.segment(), ValueLayout.JAVA_DOUBLE, element * Double.BYTES, count);
            case FLOAT16, BFLOAT16, INT32, INT64 -> putEach(numbers, count, to, element);
        }
    }

    private static void putFloats(double[] numbers, int count, MemorySegment to, long element) {
        for (int k = 0; k < count; k++) {
            to.setAtIndex(ValueLayout.JAVA_FLOAT, element + k, (float) numbers[k]);
        }
    }

    private static void putEach(double[] numbers, int count, Tensor to, long element) {
        for (int k = 0; k < count; k++) {
            to.setDoubleAt(element + k, numbers[k]);
        }
    }
}
