package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Calls take tensors, arrays, buffers and numbers, on every face. */
class ArgumentsTest {
    private static final Genred SUM =
            Genred.of("g * SqDist(x,y)", "g = Pm(1)", "x = Vi(2)", "y = Vj(2)").axis(1).build();
    private static final float[][] X = {{0, 0}, {1, 0}, {0, 2}};
    private static final float[][] Y = {{0, 1}, {3, 0}};
    private static final float[] FLAT_X = {0, 0, 1, 0, 0, 2};
    private static final float[] FLAT_Y = {0, 1, 3, 0};
    /** 2 * (1 + 9), 2 * (2 + 4), 2 * (1 + 13). */
    private static final double[] EXPECTED = {20, 12, 28};

    private static double[] doubles(float... values) {
        double[] doubles = new double[values.length];
        for (int k = 0; k < values.length; k++) {
            doubles[k] = values[k];
        }
        return doubles;
    }

    @TestFactory
    Stream<DynamicTest> everyKindOfArgumentGivesTheSame() {
        double[][] wide = {{0, 0}, {1, 0}, {0, 2}};
        double[][] wideY = {{0, 1}, {3, 0}};
        return Stream.of(
                        new Object[] {2, X, Y},
                        new Object[] {2L, FLAT_X, FLAT_Y},
                        new Object[] {2f, FloatBuffer.wrap(FLAT_X), FloatBuffer.wrap(FLAT_Y)},
                        new Object[] {new float[] {2}, Tensor.of(X), FLAT_Y},
                        new Object[] {Tensor.vector(DType.FLOAT32, 2), Tensor.of(FLAT_X, 3, 2), Y},
                        new Object[] {2.0, wide, wideY},
                        new Object[] {2.0, doubles(FLAT_X), DoubleBuffer.wrap(doubles(FLAT_Y))},
                        new Object[] {new double[] {2}, new int[] {0, 0, 1, 0, 0, 2}, new long[] {0, 1, 3, 0}},
                        new Object[] {2.0, new int[][] {{0, 0}, {1, 0}, {0, 2}}, new long[][] {{0, 1}, {3, 0}}},
                        new Object[] {2.0, IntBuffer.wrap(new int[] {0, 0, 1, 0, 0, 2}),
                                LongBuffer.wrap(new long[] {0, 1, 3, 0})})
                .map(given -> DynamicTest.dynamicTest(
                        Stream.of(given).map(one -> one.getClass().getSimpleName()).toList().toString(),
                        () -> assertArrayEquals(EXPECTED, SUM.call(given).toDoubleArray())));
    }

    @Test
    void buffersAreReadFromTheirPositionToTheirLimit() {
        FloatBuffer buffer = FloatBuffer.wrap(new float[] {9, 9, 0, 1, 3, 0, 9});
        buffer.position(2).limit(6);
        assertArrayEquals(EXPECTED, SUM.call(2, X, buffer).toDoubleArray());
        assertEquals(2, buffer.position());
    }

    @Test
    void numbersTakeTheTypeOfTheOtherArguments() {
        assertEquals(DType.FLOAT32, SUM.call(2.0, X, Y).dtype());
        assertEquals(DType.FLOAT64, SUM.call(2f, doubles(FLAT_X), doubles(FLAT_Y)).dtype());
        assertEquals(DType.FLOAT64, SUM.call(2f, new int[2], new long[2]).dtype());
        Tensor half = Tensor.of(new short[6], DType.FLOAT16, 3, 2);
        // 0.1 rounded to float32, and not to float16.
        assertEquals(0.1f * 10, SUM.call(0.1, half, Y).toDoubleArray()[0], 1e-6);
    }

    @Test
    void anArrayOfRowsMayBeTheOnlyArgument() {
        Genred norms = Genred.of("SqNorm2(x)", "x = Vj(2)").axis(1).build();
        assertEquals(5, norms.call((Object) X).doubleAt(0));
        assertEquals(5, norms.call((Object[]) X).doubleAt(0));
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(5, norms.call(arena, (Object[]) X).doubleAt(0));
            assertArrayEquals(new double[] {0, 0, 2, 0, 0, 4}, norms.gradient().call(arena, 1, (Object[]) X).getFirst()
                    .toDoubleArray());
        }
        assertArrayEquals(new double[] {0, 0, 2, 0, 0, 4}, norms.gradient().call(1, (Object[]) X).getFirst()
                .toDoubleArray());
    }

    @Test
    void resultsGoIntoTensorsArraysAndBuffers() {
        float[] array = new float[3];
        SUM.callInto(array, 2, X, Y);
        assertArrayEquals(new float[] {20, 12, 28}, array);
        FloatBuffer buffer = FloatBuffer.allocate(3);
        SUM.callInto(buffer, 2, X, Y);
        assertArrayEquals(new float[] {20, 12, 28}, buffer.array());
        Tensor tensor = Tensor.of(new float[3], 3, 1);
        SUM.callInto(tensor, 2, X, Y);
        assertArrayEquals(EXPECTED, tensor.toDoubleArray());
        Genred nearest = Genred.of("SqDist(x,y)", "x = Vi(2)", "y = Vj(2)").reduction(Reduction.MIN_ARG_MIN)
                .axis(1).build();
        long[] indices = new long[3];
        nearest.callAllInto(List.of(array, indices), X, Y);
        assertArrayEquals(new float[] {1, 2, 1}, array);
        assertArrayEquals(new long[] {0, 0, 0}, indices);
        assertEquals(2, nearest.callAll(X, Y).size());
    }

    @Test
    void derivativesTakeArraysToo() {
        Gradient gradient = SUM.gradient("x");
        Tensor expected =
                gradient.call(Tensor.of(new float[] {1, 0, 2}, 3, 1), Tensor.vector(DType.FLOAT32, 2), Tensor.of(X),
                Tensor.of(Y)).getFirst();
        float[][] column = {{1}, {0}, {2}};
        assertArrayEquals(expected.toDoubleArray(), gradient.call(column, 2, X, Y).getFirst().toDoubleArray());
        assertArrayEquals(expected.toDoubleArray(),
                gradient.call(new float[] {1, 0, 2}, 2, FLAT_X, FLAT_Y).getFirst().toDoubleArray());
        float[] place = new float[6];
        gradient.callInto(List.of(place), new float[] {1, 0, 2}, 2, X, Y);
        assertArrayEquals(expected.toDoubleArray(), doubles(place));
        // The results change by 2 * 2 * (x - y) dx: for dx = (1, 0), of all rows.
        float[] right = {1, 0, 1, 0, 1, 0};
        assertArrayEquals(new double[] {-12, -4, -12}, SUM.tangent("x").call(List.of(right), 2, X, Y).toDoubleArray());
        assertArrayEquals(new double[] {8, 0, 0, 0, 16, 0},
                SUM.hessian("x").call(column, List.of(right), 2, X, Y).getFirst().toDoubleArray());
        assertArrayEquals(EXPECTED, gradient.valueAndGradients(column, 2, X, Y).value().toDoubleArray());
    }

    @Test
    void kernelProductsTakeArrays() {
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(0.5);
        double[] expected =
                product.call(Tensor.of(X), Tensor.of(Y), Tensor.of(new float[] {1, 10}, 2, 1)).toDoubleArray();
        assertArrayEquals(expected, product.call(X, Y, new float[] {1, 10}).toDoubleArray());
        assertArrayEquals(expected, product.call(X, Y, (Object[]) new float[][] {{1}, {10}}).toDoubleArray());
        assertArrayEquals(expected,
                product.call(Collections.singletonList(X), Collections.singletonList(Y),
                        FloatBuffer.wrap(new float[] {1, 10})).toDoubleArray());
        float[] place = new float[3];
        product.callInto(place, X, Y, new float[] {1, 10});
        assertArrayEquals(expected, doubles(place));
        KernelGradients gradients = product.gradients(new float[] {1, 1, 1}, X, Y, new float[] {1, 10});
        assertArrayEquals(new long[] {2, 1}, gradients.tensors().getFirst().shape());
        refused("x of the pair (x,y) is flat and does not say how long its rows are: give an array of rows, or "
                + "Tensor.of(data, rows, columns)", () -> product.call(FLAT_X, Y, new float[2]));
        refused("B must hold 2 rows of equal length, but has 3 numbers", () -> product.call(X, Y, new float[3]));
        refused("B must be a tensor, an array of numbers, an array of rows or a buffer, but is the number 1",
                () -> product.call(X, Y, 1));
    }

    @Test
    void lazyTensorsTakeArrays() {
        LazyTensor k = LazyTensor.vi(X).sqDist(LazyTensor.vj(Y)).times(2);
        assertArrayEquals(EXPECTED, k.matmul(new float[] {1, 1}).toDoubleArray());
        assertArrayEquals(EXPECTED, k.matmul(new float[][] {{1}, {1}}).toDoubleArray());
        LazyReduction sum = LazyTensor.pmSymbol(0, 1).times(LazyTensor.vi(X).sqDist(LazyTensor.vjSymbol(1, 2)))
                .reduction(Reduction.SUM, 1);
        assertArrayEquals(EXPECTED, sum.call(2, Y).toDoubleArray());
        assertEquals(DType.FLOAT32, sum.call(2, FLAT_Y).dtype());
        float[] place = new float[3];
        sum.callInto(place, 2, FLAT_Y);
        assertArrayEquals(EXPECTED, doubles(place));
        LazyReduction one = LazyTensor.vi(X).sqDist(LazyTensor.vjSymbol(0, 2)).reduction(Reduction.SUM, 1);
        assertArrayEquals(new double[] {10, 6, 14}, one.call((Object[]) Y).toDoubleArray());
    }

    @Test
    void linearSystemsTakeArrays() {
        Genred product =
                Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(2)", "y = Vj(2)", "b = Vj(1)").axis(1).build();
        KernelSolve solve = KernelSolve.of(product, "b").alpha(1);
        Tensor a = solve.call(X, X, new float[] {1, 2, 3});
        Tensor back = product.call(X, X, a);
        for (int i = 0; i < 3; i++) {
            assertEquals(i + 1, a.doubleAt(i) + back.doubleAt(i), 1e-4);
        }
        assertArrayEquals(new long[] {3, 1},
                solve.gradient(new float[] {1, 1, 1}, List.of("b"), X, X, new float[] {1, 2, 3})
                .getFirst().shape());
    }

    @Test
    void whatIsNoArgumentIsRefusedByItsName() {
        String kinds =
                " must be a tensor, an array of numbers, an array of rows or a buffer, or for a parameter a number, "
                        + "but is of ";
        refused("argument 1 (x = Vi(2))" + kinds + "java.lang.String", () -> SUM.call(2, "x", Y));
        refused("argument 2 (y = Vj(2))" + kinds + "float[][][]", () -> SUM.call(2, X, new float[1][1][2]));
        refused("argument 0 (g = Pm(1))" + kinds + "boolean[]", () -> SUM.call(new boolean[1], X, Y));
        refused("argument 1 (x = Vi(2)) must be a tensor, an array of numbers, an array of rows or a buffer, but is a"
                + " collection: make an array of it", () -> SUM.call(2, List.of(new float[] {1, 2}), Y));
        refused("argument 1 (x = Vi(2)) is the number 1, but a number stands for a parameter of dimension 1, Pm(1), "
                + "only", () -> SUM.call(2, 1, Y));
        Genred vector = Genred.of("p - y", "p = Pm(2)", "y = Vj(2)").axis(1).build();
        refused("argument 0 (p = Pm(2)) is the number 1, but a number stands for a parameter of dimension 1, Pm(1), "
                + "only", () -> vector.call(1, Y));
        refused("this reduction has 3 arguments [g = Pm(1), x = Vi(2), y = Vj(2)], but 2 arguments came",
                () -> SUM.call(2, X));
        assertEquals("argument 1 (x = Vi(2))",
                assertThrows(NullPointerException.class, () -> SUM.call(2, null, Y)).getMessage());
    }

    @Test
    void memoryWithoutATypeIsRefused() {
        refused("argument 1 (x = Vi(2)) is a MemorySegment, which does not say the type of its elements: give"
                + " Tensor.of(segment, dtype, shape)", () -> SUM.call(2, MemorySegment.ofArray(FLAT_X), Y));
        refused("argument 1 (x = Vi(2)) is a ByteBuffer, which does not say the type of its elements: give"
                + " Tensor.of(buffer, dtype, shape)", () -> SUM.call(2, ByteBuffer.allocate(24), Y));
        refused("argument 1 (x = Vi(2)) is a short[], which does not say the type of its elements: give"
                + " Tensor.of(bits, dtype, shape)", () -> SUM.call(2, new short[6], Y));
    }

    @Test
    void arraysThatDoNotFitAreRefused() {
        refused("argument 1 (x = Vi(2)) must hold rows of 2 numbers, but has 3 numbers",
                () -> SUM.call(2, new float[3], Y));
        refused("argument 1 (x = Vi(2)) must have shape (M, 2), but is float32 (3, 1)",
                () -> SUM.call(2, new float[3][1], Y));
        refused("argument 0 (g = Pm(1)) must have shape (1), but is float32 (2)", () -> SUM.call(new float[2], X, Y));
        refused("argument 1 (x = Vi(2)): a matrix must be rectangular, but row 1 has 1 elements and row 0 has 2",
                () -> SUM.call(2, new float[][] {{0, 0}, {0}}, Y));
        refused("argument 1 (x = Vi(2)): row 1 is null", () -> SUM.call(2, new float[][] {{0, 0}, null}, Y));
        refused("either all arguments are float64 or none, but argument 1 (x = Vi(2)) is float32 and argument 2 (y = "
                + "Vj(2)) is float64", () -> SUM.call(new int[] {2}, X, new double[4]));
    }

    @Test
    void outputsAndCotangentsThatDoNotFitAreRefused() {
        refused("the output must be float32 (3, 1), but is float32 (2)", () -> SUM.callInto(new float[2], 2, X, Y));
        refused("the output must be float32 (3, 1), but is float64 (3, 1)", () -> SUM.callInto(new double[3], 2, X, Y));
        refused("the output must be a tensor, a flat array or a buffer, into which numbers can be written side by "
                + "side, but is of float[][]", () -> SUM.callInto(new float[3][1], 2, X, Y));
        refused("the cotangent must be float32 (3, 1), but is the number 1", () -> SUM.gradient().call(1, 2, X, Y));
        refused("the cotangent must be a tensor, an array of numbers, an array of rows or a buffer, or for a parameter"
                + " a number, but is of java.lang.String", () -> SUM.gradient().call("1", 2, X, Y));
        refused("there is 1 gradient, but 2 tensors for them came: List.of(rows) makes a list of the rows of an array;"
                        + " for results give a flat array, a buffer or a tensor",
                () -> SUM.gradient("x").callInto(List.of(new float[6], new float[6]), new float[3], 2, X, Y));
    }

    private static void refused(String expected, Executable call) {
        assertEquals(expected, assertThrows(FormulaException.class, call).getMessage());
    }
}
