package keops.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import keops.error.FormulaException;

/** Java arrays to tensors and back: flat arrays are viewed, matrices (arrays of rows) and values are copied. */
final class JavaArrays {
    private JavaArrays() {}

    /** A view of a whole array; no sizes mean rank 1. */
    static Tensor view(MemorySegment array, DType dtype, int length, long... sizes) {
        return view(array, dtype, ByteOrder.nativeOrder(), length, sizes);
    }

    /** A view of a whole segment of {@code length} elements; no sizes mean rank 1. */
    static Tensor view(MemorySegment memory, DType dtype, ByteOrder order, int length, long... sizes) {
        Objects.requireNonNull(sizes, "shape is null");
        Shape shape = sizes.length == 0 ? Shape.of(length) : Shape.of(sizes);
        if (shape.count() != length) {
            throw new FormulaException("a tensor " + dtype + " " + shape + " has " + shape.count()
                    + " elements, but the " + (memory.isNative() ? "buffer" : "array") + " has " + length);
        }
        return Tensor.of(memory, dtype, order, shape.sizes());
    }

    /** A copy of the values in the given type. */
    static Tensor vector(DType dtype, double... values) {
        Objects.requireNonNull(dtype, "dtype is null");
        Objects.requireNonNull(values, "values is null");
        return switch (dtype) {
            case FLOAT16, BFLOAT16 -> filled(Tensor.of(new short[values.length], dtype), values);
            case FLOAT32 -> filled(Tensor.of(new float[values.length]), values);
            case FLOAT64 -> Tensor.of(values.clone());
            case INT32 -> filledWithWhole(Tensor.of(new int[values.length]), values);
            case INT64 -> filledWithWhole(Tensor.of(new long[values.length]), values);
        };
    }

    private static Tensor filled(Tensor tensor, double[] values) {
        for (int i = 0; i < values.length; i++) {
            tensor.setDoubleAt(i, values[i]);
            ElementAccess.requireFits(values[i], tensor.doubleAt(i), tensor.dtype(), i);
        }
        return tensor;
    }

    private static Tensor filledWithWhole(Tensor tensor, double[] values) {
        for (int i = 0; i < values.length; i++) {
            tensor.setLongAt(i, ElementAccess.whole(values[i], tensor.dtype(), i));
        }
        return tensor;
    }

    static Tensor of(float[][] rows) {
        return of(DType.FLOAT32, rows, row -> row.length, MemorySegment::ofArray);
    }

    static Tensor of(double[][] rows) {
        return of(DType.FLOAT64, rows, row -> row.length, MemorySegment::ofArray);
    }

    static Tensor of(int[][] rows) {
        return of(DType.INT32, rows, row -> row.length, MemorySegment::ofArray);
    }

    static Tensor of(long[][] rows) {
        return of(DType.INT64, rows, row -> row.length, MemorySegment::ofArray);
    }

    private static <R> Tensor of(DType dtype, R[] rows, ToIntFunction<R> length, Function<R, MemorySegment> memory) {
        Objects.requireNonNull(rows, "rows is null");
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), dtype, rows.length, columns(rows, length));
        for (int i = 0; i < rows.length; i++) {
            tensor.rows(i, i + 1L).segment().copyFrom(memory.apply(rows[i]));
        }
        return tensor;
    }

    /** The common length of the rows; 0 where there are none. */
    private static <R> int columns(R[] rows, ToIntFunction<R> length) {
        int columns = 0;
        for (int i = 0; i < rows.length; i++) {
            int found = length.applyAsInt(Objects.requireNonNull(rows[i], "row " + i + " is null"));
            if (i == 0) {
                columns = found;
            } else if (found != columns) {
                throw new FormulaException("a matrix must be rectangular, but row " + i + " has " + found
                        + " elements and row 0 has " + columns);
            }
        }
        return columns;
    }

    static float[] toFloats(Tensor tensor) {
        float[] array = new float[length(tensor, tensor.count())];
        if (tensor.dtype() == DType.FLOAT32) {
            MemorySegment.copy(tensor.segment(), DType.FLOAT32.layout(tensor.order()), 0, array, 0, array.length);
            return array;
        }
        for (int i = 0; i < array.length; i++) {
            // Through a double, a long would be rounded twice.
            array[i] = tensor.dtype().isFloating() ? (float) tensor.doubleAt(i) : (float) tensor.longAt(i);
        }
        return array;
    }

    static long[] toLongs(Tensor tensor) {
        long[] array = new long[length(tensor, tensor.count())];
        if (tensor.dtype() == DType.INT64) {
            MemorySegment.copy(tensor.segment(), DType.INT64.layout(tensor.order()), 0, array, 0, array.length);
            return array;
        }
        for (int i = 0; i < array.length; i++) {
            array[i] = tensor.longAt(i);
        }
        return array;
    }

    static double[] toDoubles(Tensor tensor) {
        double[] array = new double[length(tensor, tensor.count())];
        for (int i = 0; i < array.length; i++) {
            array[i] = tensor.doubleAt(i);
        }
        return array;
    }

    static double[][] toRows(Tensor tensor) {
        if (tensor.rank() != 2) {
            throw new FormulaException("a matrix has rank 2, but the tensor " + tensor.description() + " has rank "
                    + tensor.rank());
        }
        int height = length(tensor, tensor.size(0));
        int width = length(tensor, tensor.size(1));
        double[][] rows = new double[height][width];
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                rows[i][j] = tensor.doubleAt((long) i * width + j);
            }
        }
        return rows;
    }

    /** The number of elements as the length of a Java array, which is an {@code int}. */
    private static int length(Tensor tensor, long elements) {
        if (elements > Integer.MAX_VALUE) {
            throw new FormulaException("a Java array cannot hold " + elements + " elements (of the tensor "
                    + tensor.description()
                    + "): take part of it with rows(from, to)");
        }
        return (int) elements;
    }
}
