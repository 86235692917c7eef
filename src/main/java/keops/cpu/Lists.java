package keops.cpu;

import java.util.Arrays;

/**
 * The arrays of lists of smallest values: the values, NaN where there is none yet, and the bits of their indices.
 *
 * @param values {@code float[]} or {@code double[]}
 * @param indices an array of the same type
 * @param length the length of both
 */
record Lists(Object values, Object indices, int length) {
    /** Empty lists, for some vectors of rows that are worked on together. */
    static Lists empty(ElementKind kind, ListShape shape, int lists, int rows) {
        int length = Math.multiplyExact(lists * rows, shape.places());
        return switch (kind) {
            case FLOAT -> {
                float[] values = new float[length];
                Arrays.fill(values, Float.NaN);
                for (int from = 0; from < length; from += shape.places() * rows) {
                    Arrays.fill(values, from, from + rows, Float.NEGATIVE_INFINITY);
                }
                yield new Lists(values, new float[length], length);
            }
            case DOUBLE -> {
                double[] values = new double[length];
                Arrays.fill(values, Double.NaN);
                for (int from = 0; from < length; from += shape.places() * rows) {
                    Arrays.fill(values, from, from + rows, Double.NEGATIVE_INFINITY);
                }
                yield new Lists(values, new double[length], length);
            }
        };
    }

    double value(int at) {
        return values instanceof float[] floats ? floats[at] : ((double[]) values)[at];
    }

    long index(int at) {
        return indices instanceof float[] floats
                ? Float.floatToRawIntBits(floats[at])
                : Double.doubleToRawLongBits(((double[]) indices)[at]);
    }
}
