package keops;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ExplainTest {
    private static Genred gaussian() {
        return Genred.of("Exp(-G * SqDist(X,Y)) * B", "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(1)")
                .axis(1)
                .backend(Backend.CPU)
                .build();
    }

    @Test
    void stagesAndOperationsOfTheGaussian() {
        String text = gaussian().explain(DType.FLOAT32);
        assertTrue(text.startsWith("Sum over j of Exp(-G * SqDist(X,Y)) * B\nCPU, float32: "), text);
        assertTrue(text.contains(
                "computed once: 1 value; per row: 3 values; per column: 4 values; per pair: 9 operations\n"), text);
        assertTrue(text.contains("pass 1 of 1, 1 kernel: at least "), text);
        assertTrue(text.contains(
                "kernel 1: 9 operations, the first 7 of them one column ahead, 1 accumulator in registers, "
                + "row values in registers: sums of tiles, added in float64\n"), text);
    }

    @Test
    void dataThatIsNotModerateTakesTheSafeKernels() {
        Genred product = gaussian();
        String neverUsed = gaussian().explain(DType.FLOAT64);
        try (Arena arena = Arena.ofConfined()) {
            Tensor points = Tensor.allocate(arena, DType.FLOAT64, 5, 3);
            Tensor weights = Tensor.allocate(arena, DType.FLOAT64, 5, 1);
            Tensor one = Tensor.vector(DType.FLOAT64, 1.25);
            long[] before = tiles(product.explain(DType.FLOAT64));
            product.call(arena, one, points, points, weights);
            long[] moderate = tiles(product.explain(DType.FLOAT64));
            points.setDoubleAt(4, Double.NaN);
            product.call(arena, one, points, points, weights);
            long[] withNaN = tiles(product.explain(DType.FLOAT64));
            assertEquals(before[0] + 1, moderate[0], neverUsed);
            assertEquals(before[1] + 1, moderate[1], neverUsed);
            assertEquals(moderate[0], withNaN[0], neverUsed);
            assertEquals(moderate[1] + 1, withNaN[1], neverUsed);
        }
    }

    /** The tiles of the fast kernels, and all. */
    private static long[] tiles(String text) {
        String[] words = text.substring(text.indexOf("so far in ") + "so far in ".length()).strip().split(" ", -1);
        return new long[] {Long.parseLong(words[0]), Long.parseLong(words[2])};
    }

    @Test
    void longVectorsListsAndExponentials() {
        String nearest = Genred.of("SqDist(X,Y)", "X = Vi(10)", "Y = Vj(10)")
                .reduction(Reduction.argKMin(10)).axis(1).backend(Backend.CPU).build().explain(DType.FLOAT32);
        assertTrue(nearest.contains("pass 1 of 1, 1 kernel: "), nearest);
        assertTrue(nearest.contains("  kernel 1: a sum over the components of vectors, some columns together, "
                + "candidates below a threshold, merged into lists\n"), nearest);
        String logarithm = Genred.of("-SqDist(X,Y)", "X = Vi(2)", "Y = Vj(2)")
                .reduction(Reduction.LOG_SUM_EXP).axis(1).backend(Backend.CPU).build().explain(DType.FLOAT32);
        assertTrue(logarithm.contains("pass 3 of 3, "), logarithm);
        assertTrue(logarithm.contains(": maxima\n"), logarithm);
    }

    @Test
    void valuesOfPairsThatSeveralKernelsNeedAreSpilled() {
        String wide = Genred.of("Exp(-SqDist(X,Y)) * B", "X = Vi(3)", "Y = Vj(3)", "B = Vj(200)")
                .reduction(Reduction.SUM).overJ().backend(Backend.CPU).build().explain(DType.FLOAT32);
        assertTrue(wide.contains(", 1 live-out value spilled"), wide);
        assertTrue(wide.contains(", 1 live-in value, "), wide);
    }

    @Test
    void theReferenceBackEndIsPlain() {
        assertEquals("Sum over j of Exp(-G * SqDist(X,Y)) * B\nREFERENCE: plain loops in float64 on one core\n",
                gaussian().backend(Backend.REFERENCE).explain(DType.FLOAT32));
    }

    @Test
    void onlyComputeTypes() {
        var e = assertThrows(FormulaException.class, () -> gaussian().explain(DType.INT64));
        assertEquals("the arguments of reductions are floating-point numbers, not int64", e.getMessage());
    }
}
