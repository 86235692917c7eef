package keops.reduction;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Genred;
import keops.GenredBuilder;
import keops.execution.Backend;
import keops.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What back ends ask of a reduction's kind is what its results have. */
class ReductionTest {
    static Stream<Reduction> all() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.SUM_SOFT_MAX_WEIGHT,
                Reduction.MAX_SUM_SHIFT_EXP, Reduction.MIN, Reduction.MAX, Reduction.ARG_MIN, Reduction.ARG_MAX,
                Reduction.MIN_ARG_MIN, Reduction.MAX_ARG_MAX, Reduction.kMin(2), Reduction.argKMin(2),
                Reduction.kMinArgKMin(2), Reduction.kMax(2), Reduction.argKMax(2), Reduction.kMaxArgKMax(2));
    }

    private static GenredBuilder reduction(Reduction reduction, int dim) {
        GenredBuilder builder = Genred.of("x + y", "x = Vi(" + dim + ")", "y = Vj(" + dim + ")", "w = Vj(1)")
                .reduction(reduction).overJ();
        return reduction.isExponential() ? builder.weight("w") : builder;
    }

    private static Tensor ones(int rows, int dim) {
        return Tensor.of(IntStream.range(0, rows * dim).mapToDouble(_ -> 1).toArray(), rows, dim);
    }

    private static List<double[]> results(Reduction reduction, Backend backend, double... columns) {
        Genred genred = reduction(reduction, 1).backend(backend).build();
        return genred.callAll(ones(3, 1), Tensor.of(columns, columns.length, 1), ones(columns.length, 1)).stream()
                .map(Tensor::toDoubleArray)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("all")
    void aColumnOfTheNeutralValueChangesNoResult(Reduction reduction) {
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            List<double[]> without = results(reduction, backend, 2, -1, 5);
            // To 1, of the row, the neutral value of a sum is -1.
            double neutral = reduction.kind().neutral() - 1;
            List<double[]> with = results(reduction, backend, 2, -1, 5, neutral);
            for (int k = 0; k < without.size(); k++) {
                assertArrayEquals(without.get(k), with.get(k), backend.toString());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void anEmptyAxisLeavesTheNeutralValueOfExtremaAndSums(Reduction reduction) {
        if (reduction.hasValues() && !reduction.isExponential()) {
            for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
                for (double value : results(reduction, backend).getFirst()) {
                    assertEquals(reduction.kind().neutral(), value, backend.toString());
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void outputsHaveTheShapeAndTheNumberThatTheKindTells(Reduction reduction) {
        for (int dim : new int[] {1, 3}) {
            List<Tensor> results = reduction(reduction, dim).build().callAll(ones(4, dim), ones(5, dim), ones(5, 1));
            assertEquals(reduction.kind().gives() == Reduction.Gives.BOTH ? 2 : 1, results.size());
            List<Integer> row = reduction.kind().rowShape(dim, dim);
            long[] shape = IntStream.concat(IntStream.of(4), row.stream().mapToInt(Integer::intValue))
                    .mapToLong(n -> n).toArray();
            results.forEach(result -> assertArrayEquals(shape, result.shape()));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void anOtherChoiceOfOutputsIsAnOtherReductionOfTheSameValues(Reduction reduction) {
        for (Reduction.Gives outputs : Reduction.Gives.values()) {
            Reduction other = reduction.giving(outputs);
            assertEquals(reduction.takesLargest(), other.takesLargest());
            assertEquals(reduction.k(), other.k());
            boolean isExtremum = !reduction.isSum() && !reduction.isExponential();
            assertEquals(isExtremum ? outputs : Reduction.Gives.VALUES, other.kind().gives());
        }
    }
}
