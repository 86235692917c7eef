package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.List;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Ranges;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Numbers that are not exact, arrays without rows, rows taken for lists: what users stumble over. */
class UnusualArgumentsTest {
    private static final Genred SUM = Genred.of("g * SqDist(x,y)", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)")
            .overJ().backend(Backend.REFERENCE).build();
    private static final float[][] FLOATS = {{1, 0, 0}, {0, 1, 0}};
    private static final double[][] DOUBLES = {{1, 0, 0}, {0, 1, 0}};
    private static final double[][] NONE = new double[0][3];

    private static void refused(String expected, Executable call) {
        assertEquals(expected, assertThrows(FormulaException.class, call).getMessage());
    }

    @Test
    void wholeNumbersAreExactOrRefused() {
        String more = " does not hold exactly: whole numbers are computed in the type of the other arguments, which"
                + " holds those up to 2^";
        refused("argument 0 (g = Pm(1)) is the number 16777217, which float32" + more
                + "24; use float64 for these, or give a double, which is rounded",
                () -> SUM.call(16777217, FLOATS, FLOATS));
        refused("argument 0 (g = Pm(1)) is the number 9007199254740993, which float64" + more
                + "53; give a double, which is rounded", () -> SUM.call(9007199254740993L, DOUBLES, DOUBLES));
        refused("argument 0 (g = Pm(1)) is the number 9007199254740993, which float64" + more
                        + "53; give a double, which is rounded",
                () -> SUM.call(BigInteger.valueOf(9007199254740993L), DOUBLES, DOUBLES));
        assertArrayEquals(new double[] {1 << 25, 1 << 25}, SUM.call(1 << 24, FLOATS, FLOATS).toDoubleArray());
        assertArrayEquals(new double[] {33554434, 33554434}, SUM.call(16777217, DOUBLES, DOUBLES).toDoubleArray());
        assertArrayEquals(new double[] {1 << 25, 1 << 25}, SUM.call(16777217.0, FLOATS, FLOATS).toDoubleArray());
        refused("gamma is the number 9007199254740993, which float64" + more + "53; give a double, which is rounded",
                () -> KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(new Object[] {9007199254740993L}));
    }

    @Test
    void numbersBeyondTheRangeOfTheTypeAreRefused() {
        refused("argument 0 (g = Pm(1)) is the number 1E+400, which is beyond the range of float64",
                () -> SUM.call(new BigDecimal("1e400"), DOUBLES, DOUBLES));
        refused("argument 0 (g = Pm(1)) is the number 1E+40, which is beyond the range of float32",
                () -> SUM.call(new BigDecimal("1e40"), FLOATS, FLOATS));
        refused("argument 0 (g = Pm(1)) is the number 1.0E300, which is beyond the range of float32",
                () -> SUM.call(1e300, FLOATS, FLOATS));
        assertArrayEquals(new double[] {0.2, 0.2}, SUM.call(new BigDecimal("0.1"), DOUBLES, DOUBLES).toDoubleArray());
        assertEquals(Double.POSITIVE_INFINITY,
                SUM.call(Double.POSITIVE_INFINITY, DOUBLES, new double[] {5, 5, 5}).getDouble(0, 0));
    }

    @Test
    void aNumberIsNotBlamedForTheTypesOfArrays() {
        refused("either all arguments are float64 or none, but argument 1 (x = Vi(3)) is float32 and argument 2 (y ="
                + " Vj(3)) is float64", () -> SUM.call(1, FLOATS, DOUBLES));
    }

    @Test
    void arraysOfNoRowsHaveTheDeclaredDimension() {
        assertArrayEquals(new double[] {0, 0}, SUM.call(1, DOUBLES, NONE).toDoubleArray());
        assertArrayEquals(new long[] {0, 1}, SUM.call(1, NONE, DOUBLES).shape());
        assertArrayEquals(new long[] {0, 3},
                SUM.gradient("x").call(new double[0][1], 1, NONE, DOUBLES).getFirst().shape());
        assertArrayEquals(new long[] {0, 1},
                SUM.tangent("x").call(Collections.singletonList(NONE), 1, NONE, DOUBLES).shape());
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(1).backend(Backend.REFERENCE);
        assertArrayEquals(new long[] {0, 1}, product.call(NONE, DOUBLES, new double[] {1, 2}).shape());
        assertArrayEquals(new double[] {0, 0},
                product.call(DOUBLES, NONE, Tensor.of(new double[0], 0, 1)).toDoubleArray());
        refused("B must have shape (N, E), but is float64 (0, 0): an array of no rows does not say how long they are;"
                + " give Tensor.of(new double[0], 0, length)", () -> product.call(DOUBLES, NONE, (Object) NONE));
    }

    @Test
    void rowsTakenForAListAreToldFromTheArray() {
        String hint = ": List.of(rows) makes a list of the rows of an array, List.of(Tensor.of(rows)) one of the array";
        refused("1 argument changes, but 2 changes came" + hint,
                () -> SUM.tangent("x").call(List.of(DOUBLES), 1, DOUBLES, DOUBLES));
        refused("1 argument changes, but 2 changes came" + hint,
                () -> SUM.hessian("x").call(new double[2], List.of(DOUBLES), 1, DOUBLES, DOUBLES));
        refused("2 arguments change, but 1 change came",
                () -> SUM.tangent("x", "y").call(List.of(Tensor.of(DOUBLES)), 1, DOUBLES, DOUBLES));
        refused("this reduction has 1 output, but 2 tensors for them came: List.of(rows) makes a list of the rows of an"
                + " array; for results give a flat array, a buffer or a tensor",
                () -> SUM.callAllInto(List.of(new double[2][1]), 1, DOUBLES, DOUBLES));
        refused("the kernel gaussian(x,y) has 1 pair of variables [(x,y)], but 2 pairs came" + hint,
                () -> KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(1)
                        .call(List.of(DOUBLES), List.of(DOUBLES), new double[2]));
    }

    @Test
    void aNullTakenForAnArenaSaysSo() {
        String expected = "arena is null; if the first argument was meant, it is null, which none may be";
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(1);
        assertEquals(expected, assertThrows(NullPointerException.class,
                () -> product.call(null, DOUBLES, DOUBLES, new double[2])).getMessage());
        assertEquals(expected, assertThrows(NullPointerException.class,
                () -> SUM.gradient("x").call((Arena) null, new double[2], 1, DOUBLES, DOUBLES)).getMessage());
    }

    @Test
    void bytesAreNotNumbers() {
        refused("the output is a byte[], which does not say the type of its elements: give a direct ByteBuffer and"
                + " Tensor.of(buffer, dtype, shape), or an array of numbers",
                () -> SUM.callInto(new byte[40], 1, DOUBLES, DOUBLES));
        refused("the output must be a tensor, a flat array or a buffer, into which numbers can be written side by"
                + " side, but is of java.lang.String", () -> SUM.callInto("a", 1, DOUBLES, DOUBLES));
    }

    @Test
    void gammasAreOfAnyKindAndNotIgnored() {
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).backend(Backend.REFERENCE);
        double[] b = {1, 2};
        double[] expected = product.gamma(0.5).call(DOUBLES, DOUBLES, b).toDoubleArray();
        for (Object gamma : new Object[] {
            new double[] {0.5}, Tensor.vector(DType.FLOAT64, 0.5), new BigDecimal("0.5"),
            new double[] {0.5, 0.5, 0.5}}) {
            assertArrayEquals(expected, product.gamma(gamma).call(DOUBLES, DOUBLES, b).toDoubleArray(), 1e-15);
        }
        double[][] perJ = {{0.5}, {0.5}};
        assertArrayEquals(expected, product.gamma((Object) perJ).call(DOUBLES, DOUBLES, b).toDoubleArray(), 1e-15);
        assertArrayEquals(expected,
                product.gammas(Gamma.perI(perJ)).call(DOUBLES, DOUBLES, b).toDoubleArray(), 1e-15);
        refused("no formula of the kernel linear(x,y) has a gamma, but gamma 0.7 came",
                () -> KernelProduct.of(Kernel.of("linear(x,y)")).gamma(0.7));
    }

    @Test
    void lazyTensorsTakeDataOfAnyKind() {
        double[] expected = LazyTensor.vi(FLOATS).sqDist(LazyTensor.vj(FLOATS)).sum(1).toDoubleArray();
        float[] flat = {1, 0, 0, 0, 1, 0};
        assertArrayEquals(expected,
                LazyTensor.vi(flat, 3).sqDist(LazyTensor.vj(FloatBuffer.wrap(flat), 3)).sum(1).toDoubleArray());
        assertArrayEquals(expected,
                LazyTensor.vi(FLOATS, 3).sqDist(LazyTensor.vj(Tensor.of(FLOATS), 3)).sum(1).toDoubleArray());
        assertEquals(3, LazyTensor.pm(new float[] {1, 2, 3}).dim());
        assertEquals(3, LazyTensor.vj(NONE, 3).dim());
        refused("the data of Vi is flat and does not say how long its rows are: give an array of rows, or its"
                + " dimension: vi(data, dim)", () -> LazyTensor.vi(flat));
        refused("the data of Vj must hold rows of 4 numbers, but has 6 numbers", () -> LazyTensor.vj(flat, 4));
        refused("the data of Vj must hold rows of 2 numbers, but is float32 (2, 3)", () -> LazyTensor.vj(FLOATS, 2));
        assertTrue(assertThrows(FormulaException.class, () -> LazyTensor.vi(NONE)).getMessage()
                .endsWith("where an array of no rows does not say how long they are, give the dimension too"));
    }

    @Test
    void noOffsetsAndTooMuchMemoryAreNamed() {
        refused("the offsets of the clouds of rows i must start with 0, but there are none",
                () -> Ranges.ofOffsets(new long[0], new long[] {0, 2}));
        refused("the offsets of the clouds of rows j must start with 0, but there are none",
                () -> Ranges.ofOffsets(new long[] {0, 2}, new long[0]));
        String message = assertThrows(OutOfMemoryError.class,
                () -> Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, 1L << 50)).getMessage();
        assertTrue(message.startsWith("a tensor float64 (1125899906842624) needs 9007199254740992 bytes of native"
                + " memory,"), message);
    }

    @Test
    void anIndexListIsNoFormula() {
        assertTrue(assertThrows(FormulaException.class, () -> Genred.of("1 + Ind(2,3)").build()).getMessage()
                .startsWith("Ind is an index list, not a formula: it stands where an operator asks for one, as in"
                        + " TensorDot(f,g,Ind(2,3),Ind(3),Ind(1),Ind(0))"));
    }
}
