package keops.cuda.call;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.Compare;
import keops.Genred;
import keops.cuda.emulator.Emulated;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every reduction in both types and both tilings, on the emulator, against plain loops; at sizes around the edges of
 * warps, blocks and tiles, with few rows that threads share, and with no rows or no columns at all.
 */
@Emulated
class EmulatedReductionsTest {
    private static final long SEED = 61;
    private static final int[][] SIZES = {
        {0, 3}, {3, 0}, {1, 1}, {2, 257}, {33, 64}, {130, 300}, {515, 9}
    };

    private static final List<Reduction> REDUCTIONS = List.of(Reduction.SUM, Reduction.LOG_SUM_EXP,
            Reduction.SUM_SOFT_MAX_WEIGHT, Reduction.MAX_SUM_SHIFT_EXP, Reduction.MIN, Reduction.MAX, Reduction.ARG_MIN,
            Reduction.ARG_MAX, Reduction.MIN_ARG_MIN, Reduction.MAX_ARG_MAX, Reduction.kMin(3), Reduction.argKMin(3),
            Reduction.kMinArgKMin(5), Reduction.kMaxArgKMax(5));

    @TestFactory
    Stream<DynamicTest> allReductions() {
        return REDUCTIONS.stream().flatMap(reduction -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                .map(dtype -> DynamicTest.dynamicTest(reduction.name() + " " + dtype, () -> check(reduction, dtype))));
    }

    private static Genred genred(Reduction reduction, Backend backend) {
        String formula = switch (reduction.kind()) {
            case Reduction.Sum() -> "Exp(-G * SqDist(X,Y)) * B";
            case Reduction.Extremum(Reduction.Order order, Reduction.Gives gives)
                    when order == Reduction.Order.SMALLEST && gives == Reduction.Gives.BOTH -> "Abs(X - Y)";
            case Reduction.Extrema(_, Reduction.Gives gives, _) when gives == Reduction.Gives.BOTH -> "Abs(X - Y)";
            default -> "-G * SqDist(X,Y) + Sum(B)";
        };
        var builder = Genred.of(formula, "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(2)")
                .reduction(reduction).axis(1).backend(backend);
        return reduction.equals(Reduction.SUM_SOFT_MAX_WEIGHT) ? builder.weight("B").build() : builder.build();
    }

    private static void check(Reduction reduction, DType dtype) {
        for (int[] size : SIZES) {
            Tensor[] arguments = {
                Tensor.vector(dtype, 0.75), random(dtype, size[0], 3), random(dtype, size[1], 3),
                        random(dtype, size[1], 2)
            };
            try (Arena arena = Arena.ofConfined()) {
                List<Tensor> expected = genred(reduction, Backend.REFERENCE).callAll(arena, arguments);
                List<Backend> backends =
                        size[0] < 33 ? List.of(Backend.GPU_2D) : List.of(Backend.GPU_1D, Backend.GPU_2D);
                for (Backend backend : backends) {
                    String what = reduction.name() + " " + dtype + " " + backend + " " + size[0] + " x " + size[1];
                    List<Tensor> actual = genred(reduction, backend).callAll(arena, arguments);
                    assertEquals(expected.size(), actual.size());
                    for (int k = 0; k < expected.size(); k++) {
                        double ofReals = dtype == DType.FLOAT64 ? 1e-12 : 3e-6;
                        double tolerance = expected.get(k).dtype() == DType.INT64 ? 0 : ofReals;
                        Compare.arrays(expected.get(k).toDoubleArray(), actual.get(k).toDoubleArray(), tolerance, what);
                    }
                }
            }
        }
    }

    /** Numbers of few digits, whose differences and squares are exact in both types: then ties are ties in both. */
    static Tensor random(DType dtype, int rows, int dim) {
        var random = new SplittableRandom(SEED + rows * 31L + dim);
        var values = new ArrayList<Double>();
        IntStream.range(0, rows * dim).forEach(_ -> values.add(random.nextInt(-128, 129) / 64.0));
        return Tensor.vector(dtype, values.stream().mapToDouble(Double::doubleValue).toArray()).reshape(rows, dim);
    }
}
