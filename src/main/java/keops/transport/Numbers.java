package keops.transport;

import java.lang.foreign.Arena;
import java.util.Arrays;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Arrays of numbers, and tensors of them. */
final class Numbers {
    private Numbers() {}

    /** A matrix in an arena, rounded to its type. */
    static Tensor tensor(Arena arena, DType dtype, double[] values, int columns) {
        return write(Tensor.allocate(arena, dtype, values.length / columns, columns), values, 0, 1);
    }

    /** Writes values from a place on, times a factor. */
    static Tensor write(Tensor tensor, double[] values, int from, double factor) {
        for (int k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, factor * values[from + k]);
        }
        return tensor;
    }

    /** A tensor like another, of values from a place on, times a factor. */
    static Tensor like(Tensor other, double[] values, int from, double factor) {
        return write(Tensor.allocate(Arena.ofAuto(), other.dtype(), other.shape()), values, from, factor);
    }

    /** The largest absolute value. */
    static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** The exponent of the power of 2 next below a number above 0, which is one of doubles' whole precision. */
    static int exponent(double number) {
        return Math.getExponent(Math.max(number, Double.MIN_NORMAL));
    }

    /** Times a power of 2, which rounds nothing. */
    static void scale(double[] values, int exponent) {
        for (int k = 0; k < values.length; k++) {
            values[k] = Math.scalb(values[k], exponent);
        }
    }

    static double[] joined(double[] first, double[] second) {
        double[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }
}
