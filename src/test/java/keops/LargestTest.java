package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import keops.derivative.Inside;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The K largest values: descending, NaN passed over, of ties the lowest index, -inf and -1 where there are no more. */
class LargestTest {
    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void areThoseOfAPlainSort(Backend backend) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (int k : new int[] {1, 3, 16, 17, 40}) {
                for (int columns : new int[] {0, 1, 7, 8, 9, 15, 16, 17, 40, 41, 300}) {
                    LargestReductions.check(backend, dtype, k, 19, columns);
                }
            }
        }
    }

    @Test
    void areFoundByTheirNamesOnEveryFace() {
        assertEquals(Reduction.kMax(3), Reduction.named("KMax", 3));
        assertEquals(Reduction.argKMax(3), Reduction.named("arg_k_max", 3));
        assertEquals(Reduction.kMaxArgKMax(3), Reduction.named("KMax_ArgKMax", 3));
        String message = assertThrows(FormulaException.class, () -> Reduction.named("KMax")).getMessage();
        assertEquals("KMax needs a number K from 1 to 65536, but K is 0", message);
        Tensor x = Numbers.column(DType.FLOAT64, 0, 1);
        Tensor y = Numbers.column(DType.FLOAT64, 5, -2, 9);
        LazyTensor difference = LazyTensor.vi(x).minus(LazyTensor.vj(y)).abs();
        assertArrayEquals(new double[] {9, 5, 8, 4}, difference.kMax(2, 1).toDoubleArray());
        assertArrayEquals(new long[] {2, 0, 2, 0}, difference.argKMax(2, 1).toLongArray());
        assertArrayEquals(new double[] {5, 4, 3, 2, 9, 8}, difference.kMaxArgKMax(2, 0).getFirst().toDoubleArray());
        assertArrayEquals(new long[] {2, 0, 2, 0}, Generic.argKMax("Abs(x - y)", "a = Vi(2)", "x = Vi(1)", "y = Vj(1)")
                .call(Arena.ofAuto(), x, y).toLongArray());
        assertTrue(difference.reduction(Reduction.kMax(2), 1).genred().toString().startsWith("KMax over j of Abs("));
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void gradientsGoToThePairsThatWereChosen(Backend backend) {
        Genred genred = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(Reduction.kMax(2)).axis(1)
                .backend(backend)
                .build();
        Tensor x = Numbers.column(DType.FLOAT64, 1, -1);
        Tensor y = Numbers.column(DType.FLOAT64, 5, -2, 9);
        Tensor e = Tensor.of(new double[] {1, 10, 100, 1000}, 2, 2);
        List<Tensor> gradients = genred.gradient().call(Arena.ofAuto(), e, x, y);
        assertArrayEquals(new double[] {9 + 50, -200 + 5000}, gradients.getFirst().toDoubleArray());
        assertArrayEquals(new double[] {10 - 1000, -100, 1}, gradients.getLast().toDoubleArray());
        // Of more ranks than columns the last ones are -inf and change with nothing.
        Genred longer = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(Reduction.kMax(4)).axis(1)
                .backend(backend)
                .build();
        Tensor ones = Tensor.of(new double[] {1, 1, 1, 1, 1, 1, 1, 1}, 2, 4);
        assertArrayEquals(new double[] {12, 12}, longer.gradient("x").call(Arena.ofAuto(), ones, x, y).getFirst()
                .toDoubleArray());
        Genred indices = Genred.of("x * y", "x = Vi(1)", "y = Vj(1)").reduction(Reduction.argKMax(2)).axis(1).build();
        assertArrayEquals(new double[] {0, 0}, Inside.of(indices).vjp(indices.arguments())
                .call(Arena.ofAuto(), List.of(), List.of(), x, y).getFirst().toDoubleArray());
    }
}
