package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reductions of numbers of 2 bytes are those of the same numbers in float32, bit by bit: everything is computed in
 * float32, and so are the results.
 */
class HalfReductionsTest {
    static Stream<Reduction> reductions() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.SUM_SOFT_MAX_WEIGHT,
                Reduction.MAX_SUM_SHIFT_EXP,
                Reduction.MIN, Reduction.MAX, Reduction.ARG_MIN, Reduction.ARG_MAX, Reduction.MIN_ARG_MIN,
                Reduction.MAX_ARG_MAX, Reduction.kMin(3), Reduction.argKMin(3), Reduction.kMinArgKMin(5));
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void areThoseOfTheSameNumbersInSinglePrecision(Reduction reduction) {
        HalfReductions.check(reduction, Backend.CPU, HalfReductions.types());
        HalfReductions.check(reduction, Backend.REFERENCE, HalfReductions.types());
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void gradientsAreInSinglePrecision(Backend backend) {
        HalfReductions.checkGradients(backend);
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void takesTheSmallestAndTheLargestNumbers(Backend backend) {
        HalfReductions.checkEdges(backend);
    }

    @Test
    void everySurfaceTakesThem() {
        Tensor x = HalfReductions.arguments(20, 30, DType.FLOAT16)[1];
        Tensor y = HalfReductions.arguments(20, 30, DType.BFLOAT16)[2];
        Tensor b = HalfReductions.arguments(20, 30, DType.FLOAT16)[3];
        Tensor[] wide = HalfReductions.widened(new Tensor[] {x, y, b});
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(0.5);
        assertArrayEquals(product.call(wide[0], wide[1], wide[2]).toFloatArray(), product.call(x, y, b).toFloatArray());
        LazyTensor k = LazyTensor.vi(x).sqDist(LazyTensor.vj(y)).times(-0.5).exp();
        LazyTensor wideK = LazyTensor.vi(wide[0]).sqDist(LazyTensor.vj(wide[1])).times(-0.5).exp();
        assertEquals(DType.FLOAT32, k.dtype());
        assertArrayEquals(wideK.matmul(wide[2]).toFloatArray(), k.matmul(b).toFloatArray());
        assertArrayEquals(wideK.toDense().toFloatArray(), k.toDense().toFloatArray());
        Tensor solved = LazyTensor.vi(x).sqDist(LazyTensor.vj(x)).times(-0.5).exp()
                .solve(Tensor.vector(DType.FLOAT16, new double[20]).reshape(20, 1), 1);
        assertEquals(DType.FLOAT32, solved.dtype());
        assertArrayEquals(new double[] {6}, Generic.sum("X * Y", "A = Vi(1)", "X = Vi(1)", "Y = Pm(1)")
                .call(Tensor.vector(DType.FLOAT16, 2).reshape(1, 1), 3).toDoubleArray());
    }

    @Test
    void otherByteOrdersAreRead() {
        Tensor[] arguments = HalfReductions.arguments(10, 20, DType.FLOAT16);
        Tensor[] swapped = Arrays.stream(arguments)
                .map(tensor -> Tensor.of(Arena.ofAuto().allocate(tensor.byteSize(), 2), DType.FLOAT16,
                        ByteOrder.BIG_ENDIAN, tensor.shape()).copyFrom(tensor))
                .toArray(Tensor[]::new);
        Genred sum = HalfReductions.genred(Reduction.SUM, Backend.CPU);
        assertArrayEquals(sum.call(Arena.ofAuto(), arguments).toFloatArray(),
                sum.call(Arena.ofAuto(), swapped).toFloatArray());
    }

    @Test
    void theyAreNoTypesToAccumulateOrToReturn() {
        assertEquals("sums are accumulated in float32 or float64, but not in float16",
                assertThrows(FormulaException.class,
                () -> Genred.of("X", "X = Vi(1)").accumulator(DType.FLOAT16)).getMessage());
        Tensor x = Tensor.vector(DType.FLOAT16, 1, 2).reshape(2, 1);
        assertEquals("the output must be float32 (1, 1), but is float16 (1, 1)", assertThrows(FormulaException.class,
                () -> Genred.of("X", "X = Vi(1)").build().callInto(Tensor.vector(DType.FLOAT16, 0).reshape(1, 1), x))
                .getMessage());
        assertEquals("either all arguments are float64 or none, but argument 0 (X = Vi(1)) is float16 and argument 1"
                + " (Y = Vi(1)) is float64", assertThrows(FormulaException.class, () -> Genred.of("X * Y", "X = Vi(1)",
                "Y = Vi(1)").build().call(Arena.ofAuto(), x, Tensor.of(new double[2], 2, 1))).getMessage());
        assertEquals("the change of X must be like its argument float16 (2, 1), in float32, but is float16 (2, 1)",
                assertThrows(FormulaException.class, () -> Genred.of("X", "X = Vi(1)").build().tangent("X")
                        .call(Arena.ofAuto(), List.of(x), x)).getMessage());
    }
}
