package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** What is checked of reductions with arguments of integers, on any back end. */
public final class WholeReductions {
    private WholeReductions() {}

    private static final String[] ALIASES = {"P = Pm(2)", "X = Vi(2)", "K = Vi(3)", "Y = Vj(2)", "L = Vj(3)"};

    static Genred genred(Reduction reduction, Backend backend) {
        return Genred.of("Exp(-SqDist(X,Y)) * (Elem(K,0) == Elem(L,2)) + (K|L) * Elem(P,1)", ALIASES)
                .reduction(reduction).axis(1).backend(backend).build();
    }

    /** Labels in a type of integers, the rest in floating numbers. */
    static Tensor[] arguments(int rows, int columns, DType floating, DType whole) {
        var random = new Random(31L * rows + columns);
        return new Tensor[] {
            labels(random, whole, 2), Numbers.tensor(1, floating, rows, 2), labels(random, whole, rows, 3),
            Numbers.tensor(2, floating, columns, 2), labels(random, whole, columns, 3)
        };
    }

    private static Tensor labels(Random random, DType dtype, long... shape) {
        Tensor labels = Tensor.allocate(Arena.ofAuto(), dtype, shape);
        for (long k = 0; k < labels.count(); k++) {
            labels.setLongAt(k, random.nextInt(-3, 4));
        }
        return labels;
    }

    static Tensor[] floating(Tensor[] arguments, DType dtype) {
        return Arrays.stream(arguments)
                .map(tensor -> tensor.converted(dtype, Arena.ofAuto()))
                .toArray(Tensor[]::new);
    }

    /** Compares reductions with those of the same numbers in floating types, bit by bit. */
    public static void check(Reduction reduction, Backend backend) {
        Genred genred = genred(reduction, backend);
        for (int[] size : List.of(new int[] {1, 1}, new int[] {33, 64}, new int[] {70, 130})) {
            for (DType floating : List.of(DType.FLOAT32, DType.FLOAT64, DType.FLOAT16)) {
                for (DType whole : List.of(DType.INT32, DType.INT64)) {
                    Tensor[] arguments = arguments(size[0], size[1], floating, whole);
                    List<Tensor> expected = genred.callAll(Arena.ofAuto(), floating(arguments, floating.compute()));
                    List<Tensor> actual = genred.callAll(Arena.ofAuto(), arguments);
                    for (int k = 0; k < expected.size(); k++) {
                        assertEquals(expected.get(k).dtype(), actual.get(k).dtype());
                        assertArrayEquals(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(),
                                reduction + " " + floating + " " + whole + " " + Arrays.toString(size));
                    }
                }
            }
        }
    }

    /** Integers in the other byte order, and up to the largest that each type holds. */
    public static void checkEdges(Backend backend) {
        Genred sum = Genred.of("X - Y", "X = Vi(1)", "Y = Vj(1)").axis(1).backend(backend).build();
        Tensor swapped = Tensor.of(Arena.ofAuto().allocate(8, 4), DType.INT32,
                ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN, 2, 1);
        swapped.setLongAt(0, Integer.MAX_VALUE);
        swapped.setLongAt(1, Integer.MIN_VALUE);
        Tensor one = Tensor.of(new long[] {1}, 1, 1);
        Tensor result = sum.call(Arena.ofAuto(), swapped, one);
        assertEquals(DType.FLOAT64, result.dtype());
        assertArrayEquals(new double[] {0x1p31 - 2, -0x1p31 - 1}, result.toDoubleArray());
        Tensor large = Tensor.of(new long[] {1L << 53, Long.MIN_VALUE, 3L << 60}, 3, 1);
        assertArrayEquals(new double[] {0x1p53, -0x1p63, 0x3p60},
                sum.call(Arena.ofAuto(), large, Tensor.of(new int[] {0}, 1, 1)).toDoubleArray());
        Tensor single = Tensor.of(new float[] {0}, 1, 1);
        assertArrayEquals(new double[] {0x1p24, -0x1p31, 0x3p26}, sum.call(Arena.ofAuto(),
                Tensor.of(new int[] {1 << 24, Integer.MIN_VALUE, 3 << 26}, 3, 1), single).toDoubleArray());
    }

    /** Indices that a reduction gave, as labels of another. */
    public static void checkIndicesAsArguments(Backend backend) {
        Tensor x = Numbers.tensor(5, DType.FLOAT32, 40, 2);
        Genred nearest = Genred.of("SqDist(X,Y)", "X = Vi(2)", "Y = Vj(2)").reduction(Reduction.argKMin(2)).axis(1)
                .backend(backend).build();
        Tensor indices = nearest.call(Arena.ofAuto(), x, x);
        Genred votes = Genred.of("(Elem(N,1) == J) * Y", "N = Vi(2)", "Y = Vj(2)").axis(1).backend(backend).build();
        Tensor taken = votes.call(Arena.ofAuto(), indices, x);
        assertEquals(DType.FLOAT32, taken.dtype());
        for (int i = 0; i < 40; i++) {
            for (int d = 0; d < 2; d++) {
                assertEquals(x.getDouble(indices.getLong(i, 1), d), taken.getDouble(i, d));
            }
        }
    }
}
