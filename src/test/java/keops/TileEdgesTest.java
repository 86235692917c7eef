package keops;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Numbers of columns around the length of a tile, for formulas with few and with many column values: a tile has at most
 * 512 columns and 8192 column values.
 */
class TileEdgesTest {
    @TestFactory
    Stream<DynamicTest> everyColumnCountsOnce() {
        return Stream.of(1, 15, 16, 17, 60, 250, 1000).map(dim -> DynamicTest.dynamicTest("dimension " + dim, () -> {
            int tile = Math.clamp(8192 / dim, 8, 512);
            for (int n : new int[] {tile - 1, tile, tile + 1, 2 * tile, 2 * tile + 1, 3 * tile + 7}) {
                check(dim, n);
            }
        }));
    }

    private static void check(int dim, int n) {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor x = Numbers.tensor(1, dtype, 3, dim);
            Tensor y = Numbers.tensor(2, dtype, n, dim);
            for (Reduction reduction :
                    List.of(Reduction.SUM, Reduction.MIN, Reduction.LOG_SUM_EXP, Reduction.kMin(3))) {
                check(reduction, "SqDist(x,y)", dim, x, y);
            }
            check(Reduction.SUM, "Exp(-SqDist(x,y) / " + dim + ")", dim, x, y);
        }
    }

    private static void check(Reduction reduction, String formula, int dim, Tensor x, Tensor y) {
        double[] expected = reduce(Backend.REFERENCE, reduction, formula, dim, x, y);
        Compare.arrays(expected, reduce(Backend.CPU, reduction, formula, dim, x, y),
                x.dtype() == DType.FLOAT32 ? 2e-5 : 1e-12,
                reduction.name() + " of " + formula + ", dim " + dim + ", N = " + y.size(0));
    }

    private static double[] reduce(Backend backend, Reduction reduction, String formula, int dim, Tensor x, Tensor y) {
        return Genred.of(formula, "x = Vi(" + dim + ")", "y = Vj(" + dim + ")")
                .reduction(reduction).axis(1).backend(backend).build()
                .call(Arena.ofAuto(), x, y).toDoubleArray();
    }
}
