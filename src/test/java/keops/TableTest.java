package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.util.List;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Components by indices that are values. */
class TableTest {
    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void areReadByLabels(Backend backend) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (DType whole : List.of(DType.INT32, DType.INT64)) {
                for (int[] size : List.of(new int[] {0, 3}, new int[] {1, 1}, new int[] {7, 0}, new int[] {15, 17},
                        new int[] {33, 64})) {
                    TableReductions.check(backend, dtype, whole, size[0], size[1]);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void areDifferentiated(Backend backend) {
        TableReductions.checkGradients(backend);
    }

    @Test
    void secondDerivativesByATableAreThere() {
        Genred genred = Genred.of("Square(w[k]) * y", "w = Pm(2)", "k = Vi(1)", "y = Vj(1)").axis(1).build();
        Tensor w = Tensor.vector(DType.FLOAT64, 3, 5);
        Tensor k = Tensor.of(new int[] {0, 1, 1}, 3, 1);
        Tensor y = Numbers.column(DType.FLOAT64, 1, 2);
        Tensor ones = Numbers.column(DType.FLOAT64, 1, 1, 1);
        Tensor direction = Tensor.vector(DType.FLOAT64, 1, 10);
        assertArrayEquals(new double[] {2 * 3, 2 * 3 * 2 * 10},
                genred.hessian("w").call(Arena.ofAuto(), ones, List.of(direction), w, k, y).getFirst().toDoubleArray());
        assertArrayEquals(new double[] {2 * 3 * 3, 2 * 5 * 10 * 3, 2 * 5 * 10 * 3},
                genred.tangent("w").call(Arena.ofAuto(), List.of(direction), w, k, y).toDoubleArray());
    }

    @Test
    void numbersThatAreNotChosenDoNotMatter() {
        Genred genred = Genred.of("w[k] * y", "w = Pm(3)", "k = Vi(1)", "y = Vj(1)").axis(1).build();
        Tensor w = Tensor.vector(DType.FLOAT64, Double.NaN, 2, Double.POSITIVE_INFINITY);
        Tensor k = Tensor.of(new double[] {1, 7, Double.NaN, Double.NEGATIVE_INFINITY}, 4, 1);
        Tensor y = Numbers.column(DType.FLOAT64, 3);
        assertArrayEquals(new double[] {6, 0, 0, 0}, genred.call(Arena.ofAuto(), w, k, y).toDoubleArray());
        Tensor e = Numbers.column(DType.FLOAT64, 1, Double.NaN, Double.NaN, 1);
        assertArrayEquals(new double[] {0, 3, 0},
                genred.gradient("w").call(Arena.ofAuto(), e, w, k, y).getFirst().toDoubleArray());
    }

    @Test
    void lazyTensorsRead() {
        LazyTensor table = LazyTensor.pm(Tensor.vector(DType.FLOAT64, 1, 2, 3, 4, 5, 6));
        LazyTensor k = LazyTensor.vi(Tensor.of(new int[] {1, 0}, 2, 1));
        LazyTensor l = LazyTensor.vj(Tensor.of(new int[] {2, 0, 1}, 3, 1));
        assertArrayEquals(new double[] {6, 4, 5, 3, 1, 2}, table.gatherRow(k, 3).elem(l).toDense().toDoubleArray());
    }

    @Test
    void whatDoesNotFitIsToldAtItsPlace() {
        refused("A[k,l] needs a square matrix A, but C has dimension 6: for a matrix with m columns write"
                + " GatherRow(A,k,m)[l]", "C[x,x]", "C = Pm(6)");
        refused("GatherRow needs a matrix whose dimension is a multiple of the number of columns, 4, but C has "
                + "dimension 6", "GatherRow(C,x,4)", "C = Pm(6)");
        refused("an index is a scalar, but C has dimension 6", "C[C]", "C = Pm(6)");
        refused("GatherRow takes tables of at most 4096 numbers, as each is compared with the index, but this one has "
                + "4097: gather the rows before, and give them as Vi or Vj", "C[x]", "C = Pm(4097)");
        refused("ScatterRow takes tables of at most 4096 numbers", "ScatterRow(x,x,5000)", "C = Pm(2)");
        refused("a whole number is expected for m in Elem(f,m)", "Elem(C,0.5)", "C = Pm(2)");
    }

    private static void refused(String message, String formula, String table) {
        String actual = assertThrows(FormulaException.class, () -> Genred.of(formula, table, "x = Vi(1)").build())
                .getMessage();
        assertTrue(actual.startsWith(message), actual);
    }

    @Test
    void formulasAreReadBackAsTheyArePrinted() {
        Genred genred = Genred.of("C[x,y] + Elem(C,x)", "C = Pm(4)", "x = Vi(1)", "y = Vj(1)").axis(1).build();
        assertEquals("GatherRow(GatherRow(C,x,2),y,1) + GatherRow(C,x,1)", genred.formula().toString());
    }
}
