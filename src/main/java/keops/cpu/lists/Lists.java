package keops.cpu.lists;

import java.util.Arrays;
import keops.cpu.code.ElementKind;

/**
 * The arrays of lists of smallest values: the values, NaN where there is none, and the bits of their indices.
 *
 * @param values {@code float[]} or {@code double[]}
 * @param indices an array of the same type
 */
record Lists(Object values, Object indices) {
    /** Lists of zeros. */
    static Lists of(ElementKind kind, int length) {
        return new Lists(kind.newArray(length), kind.newArray(length));
    }

    /** Sets some values to one number. */
    void fill(int from, int to, double value) {
        switch (values) {
            case float[] floats -> Arrays.fill(floats, from, to, (float) value);
            case double[] doubles -> Arrays.fill(doubles, from, to, value);
            default -> throw new IllegalStateException("neither float[] nor double[]");
        }
    }

    double value(int at) {
        return values instanceof float[] floats ? floats[at] : ((double[]) values)[at];
    }

    long index(int at) {
        return indices instanceof float[] floats
                ? Float.floatToRawIntBits(floats[at])
                : Double.doubleToRawLongBits(((double[]) indices)[at]);
    }

    /** Sets an index. */
    void setIndex(int at, int index) {
        switch (indices) {
            case float[] floats -> floats[at] = Float.intBitsToFloat(index);
            case double[] doubles -> doubles[at] = Double.longBitsToDouble(index);
            default -> throw new IllegalStateException("neither float[] nor double[]");
        }
    }

    /** Copies a value and its index to another place. */
    void copy(int from, int to) {
        System.arraycopy(values, from, values, to, 1);
        System.arraycopy(indices, from, indices, to, 1);
    }
}
