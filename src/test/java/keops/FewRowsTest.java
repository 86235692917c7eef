package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Few rows over many columns: the columns are cut and the parts merged, with the same bits for any number of threads.
 */
class FewRowsTest {
    private static final int COLUMNS = 70_003;

    @TestFactory
    Stream<DynamicTest> partsMergeToTheWhole() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.MIN, Reduction.MIN_ARG_MIN,
                        Reduction.MAX_ARG_MAX, Reduction.MAX_SUM_SHIFT_EXP, Reduction.kMinArgKMin(5),
                        Reduction.kMaxArgKMax(5), Reduction.kMinArgKMin(100))
                .flatMap(reduction -> Stream.of(1, 3)
                        .map(rows -> DynamicTest.dynamicTest(
                                reduction.name() + ", " + rows + " rows", () -> check(reduction, rows))));
    }

    private static void check(Reduction reduction, int rows) {
        Tensor x = random(1, rows);
        Tensor y = random(2, COLUMNS);
        Genred one = Genred.of("SqDist(x,y) - 3", "x = Vi(2)", "y = Vj(2)").reduction(reduction).axis(1)
                .threads(1).build();
        Genred many = Genred.of("SqDist(x,y) - 3", "x = Vi(2)", "y = Vj(2)").reduction(reduction).axis(1)
                .threads(7).build();
        List<Tensor> expected = one.backend(Backend.REFERENCE).callAll(Arena.ofAuto(), x, y);
        List<Tensor> alone = one.callAll(Arena.ofAuto(), x, y);
        List<Tensor> together = many.callAll(Arena.ofAuto(), x, y);
        for (int k = 0; k < expected.size(); k++) {
            double tolerance = expected.get(k).dtype() == DType.INT64 ? 0 : 1e-13;
            Compare.arrays(expected.get(k).toDoubleArray(), alone.get(k).toDoubleArray(), tolerance, one.toString());
            assertArrayEquals(alone.get(k).toDoubleArray(), together.get(k).toDoubleArray());
        }
    }

    @TestFactory
    Stream<DynamicTest> everySchemeOfSums() {
        return Stream.of(SumScheme.values()).map(scheme -> DynamicTest.dynamicTest(scheme.name(), () -> {
            Tensor x = random(1, 2);
            Tensor y = random(2, COLUMNS);
            Genred sum = Genred.of("Exp(-SqDist(x,y))", "x = Vi(2)", "y = Vj(2)").sumScheme(scheme).axis(1).build();
            Compare.arrays(sum.backend(Backend.REFERENCE).call(Arena.ofAuto(), x, y).toDoubleArray(),
                    sum.call(Arena.ofAuto(), x, y).toDoubleArray(), scheme == SumScheme.DIRECT ? 1e-12 : 1e-15 * 4,
                    scheme.name());
        }));
    }

    private static Tensor random(long seed, long rows) {
        Tensor tensor = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, rows, 2);
        var random = new Random(seed);
        for (long k = 0; k < tensor.count(); k++) {
            tensor.setDoubleAt(k, random.nextDouble());
        }
        return tensor;
    }
}
