package keops.cpu.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Arrays of float32. Their numbers are added up in double precision, which leaves no error worth keeping. */
final class FloatElements extends Elements {
    private static final ValueLayout.OfFloat REVERSED = ValueLayout.JAVA_FLOAT.withOrder(
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);

    private final WholeNumbers whole = new WholeNumbers();
    private short[] halves = {};

    @Override
    void read(Tensor tensor, long element, int count, Object to, int toAt) {
        float[] target = (float[]) to;
        switch (tensor.dtype()) {
            case FLOAT32 -> {
                var layout = tensor.order() == ByteOrder.nativeOrder() ? ValueLayout.JAVA_FLOAT : REVERSED;
                MemorySegment.copy(tensor.segment(), layout, element * layout.byteSize(), target, toAt, count);
            }
            case FLOAT16, BFLOAT16 -> {
                halves = halves.length < count ? new short[count] : halves;
                var layout = ValueLayout.JAVA_SHORT.withOrder(tensor.order());
                MemorySegment.copy(tensor.segment(), layout, element * layout.byteSize(), halves, 0, count);
                widen(tensor.dtype(), count, target, toAt);
            }
            case INT32 -> whole.ints(tensor, element, count, target, toAt);
            case INT64 -> whole.longs(tensor, element, count, target, toAt);
            case FLOAT64 -> throw new IllegalArgumentException(tensor.description() + " is not computed in float32");
        }
    }

    /** Loops that the JIT compiler makes vectors of. */
    private void widen(DType dtype, int count, float[] target, int toAt) {
        if (dtype == DType.FLOAT16) {
            for (int k = 0; k < count; k++) {
                target[toAt + k] = Float.float16ToFloat(halves[k]);
            }
        } else {
            for (int k = 0; k < count; k++) {
                target[toAt + k] = Float.intBitsToFloat(halves[k] << Short.SIZE);
            }
        }
    }

    @Override
    void scatter(Object from, int at, int stride, Object to, int toAt, int toStride, int count) {
        float[] source = (float[]) from;
        float[] target = (float[]) to;
        for (int k = 0, f = at, t = toAt; k < count; k++, f += stride, t += toStride) {
            target[t] = source[f];
        }
    }

    @Override
    void scatterRuns(Object from, int at, int stride, Object to, int toAt, int toStride, int count, int length) {
        float[] source = (float[]) from;
        float[] target = (float[]) to;
        for (int k = 0, f = at, t = toAt; k < count; k++, f += stride, t += toStride) {
            System.arraycopy(source, f, target, t, length);
        }
    }

    @Override
    void gather(Object from, int at, int stride, Object to, int toAt, int toStride, int groups, int length) {
        float[] source = (float[]) from;
        float[] target = (float[]) to;
        for (int group = 0, f = at, first = toAt; group < groups; group++, first += toStride) {
            for (int k = 0; k < length; k++, f += stride) {
                target[first + k] = source[f];
            }
        }
    }

    @Override
    void interleave(Object from, int at, int stride, int laneStride, Object to, int toAt, int toStride, int count,
            int given, int lanes) {
        float[] source = (float[]) from;
        float[] target = (float[]) to;
        for (int k = 0, f = at, first = toAt; k < count; k++, f += stride, first += toStride) {
            for (int lane = 0, g = f; lane < given; lane++, g += laneStride) {
                target[first + lane] = source[g];
            }
            if (given < lanes) {
                Arrays.fill(target, first + given, first + lanes, target[first + given - 1]);
            }
        }
    }

    @Override
    void fill(Object array, int from, int to, double value) {
        Arrays.fill((float[]) array, from, to, (float) value);
    }

    @Override
    double get(Object array, int at) {
        return ((float[]) array)[at];
    }

    @Override
    void set(Object array, int at, double value) {
        ((float[]) array)[at] = (float) value;
    }

    @Override
    void toDoubles(Object from, int at, double[] to, int toAt, int count) {
        float[] source = (float[]) from;
        for (int k = 0; k < count; k++) {
            to[toAt + k] = source[at + k];
        }
    }

    @Override
    void fromDoubles(double[] from, int at, Object to, int count) {
        float[] target = (float[]) to;
        for (int k = 0; k < count; k++) {
            target[k] = (float) from[at + k];
        }
    }

    @Override
    void sumLanes(Object from, int at, int lanes, double[] to, int toAt, int toStride, int count) {
        float[] source = (float[]) from;
        for (int k = 0, f = at, t = toAt; k < count; k++, f += lanes, t += toStride) {
            to[t] = sum(source, f, lanes);
        }
    }

    private static float sum(float[] numbers, int from, int lanes) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int lane = from;
        for (; lane + 3 < from + lanes; lane += 4) {
            a += numbers[lane];
            b += numbers[lane + 1];
            c += numbers[lane + 2];
            d += numbers[lane + 3];
        }
        for (; lane < from + lanes; lane++) {
            a += numbers[lane];
        }
        return (a + b) + (c + d);
    }

    @Override
    void addTo(double[] totals, int to, Object from, int at, int count) {
        float[] source = (float[]) from;
        for (int k = 0; k < count; k++) {
            totals[to + k] += source[at + k];
        }
    }

    @Override
    void accumulate(double[] totals, double[] errors, int to, Object from, int at, int count) {
        addTo(totals, to, from, at, count);
    }
}
