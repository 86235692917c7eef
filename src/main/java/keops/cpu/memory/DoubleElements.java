package keops.cpu.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import keops.plan.TwoSum;
import keops.tensor.Tensor;

/** Arrays of float64. Their numbers are added up with the rounding errors kept aside. */
final class DoubleElements extends Elements {
    private static final ValueLayout.OfDouble REVERSED = ValueLayout.JAVA_DOUBLE.withOrder(
            ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);

    private final WholeNumbers whole = new WholeNumbers();

    @Override
    void read(Tensor tensor, long element, int count, Object to, int toAt) {
        double[] target = (double[]) to;
        switch (tensor.dtype()) {
            case FLOAT64 -> {
                var layout = tensor.order() == ByteOrder.nativeOrder() ? ValueLayout.JAVA_DOUBLE : REVERSED;
                MemorySegment.copy(tensor.segment(), layout, element * layout.byteSize(), target, toAt, count);
            }
            case INT32 -> whole.ints(tensor, element, count, target, toAt);
            case INT64 -> whole.longs(tensor, element, count, target, toAt);
            case FLOAT16, BFLOAT16, FLOAT32 -> throw new IllegalArgumentException(tensor.description()
                    + " is not computed in float64");
        }
    }

    @Override
    void scatter(Object from, int at, int stride, Object to, int toAt, int toStride, int count) {
        double[] source = (double[]) from;
        double[] target = (double[]) to;
        for (int k = 0, f = at, t = toAt; k < count; k++, f += stride, t += toStride) {
            target[t] = source[f];
        }
    }

    @Override
    void scatterRuns(Object from, int at, int stride, Object to, int toAt, int toStride, int count, int length) {
        double[] source = (double[]) from;
        double[] target = (double[]) to;
        for (int k = 0, f = at, t = toAt; k < count; k++, f += stride, t += toStride) {
            System.arraycopy(source, f, target, t, length);
        }
    }

    @Override
    void gather(Object from, int at, int stride, Object to, int toAt, int toStride, int groups, int length) {
        double[] source = (double[]) from;
        double[] target = (double[]) to;
        for (int group = 0, f = at, first = toAt; group < groups; group++, first += toStride) {
            for (int k = 0; k < length; k++, f += stride) {
                target[first + k] = source[f];
            }
        }
    }

    @Override
    void interleave(Object from, int at, int stride, int laneStride, Object to, int toAt, int toStride, int count,
            int given, int lanes) {
        double[] source = (double[]) from;
        double[] target = (double[]) to;
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
        Arrays.fill((double[]) array, from, to, value);
    }

    @Override
    double get(Object array, int at) {
        return ((double[]) array)[at];
    }

    @Override
    void set(Object array, int at, double value) {
        ((double[]) array)[at] = value;
    }

    @Override
    void toDoubles(Object from, int at, double[] to, int toAt, int count) {
        double[] source = (double[]) from;
        for (int k = 0; k < count; k++) {
            to[toAt + k] = source[at + k];
        }
    }

    @Override
    void fromDoubles(double[] from, int at, Object to, int count) {
        double[] target = (double[]) to;
        for (int k = 0; k < count; k++) {
            target[k] = from[at + k];
        }
    }

    @Override
    void sumLanes(Object from, int at, int lanes, double[] to, int toAt, int toStride, int count) {
        double[] source = (double[]) from;
        for (int k = 0, f = at, t = toAt; k < count; k++, f += lanes, t += toStride) {
            to[t] = sum(source, f, lanes);
        }
    }

    private static double sum(double[] numbers, int from, int lanes) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
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
        double[] source = (double[]) from;
        for (int k = 0; k < count; k++) {
            totals[to + k] += source[at + k];
        }
    }

    @Override
    void accumulate(double[] totals, double[] errors, int to, Object from, int at, int count) {
        double[] source = (double[]) from;
        for (int k = 0; k < count; k++) {
            double before = totals[to + k];
            double sum = before + source[at + k];
            errors[to + k] += TwoSum.error(before, source[at + k], sum);
            totals[to + k] = sum;
        }
    }
}
