package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Small problems of a batch, which stand side by side in the lanes of vectors, against one call for each. */
class ProblemsInLanesTest {
    private static final String[] ALIASES = {"g = Pm(1)", "x = Vi(3)", "a = Vi(1)", "y = Vj(3)", "b = Vj(2)"};
    private static final String SCALAR = "-g * SqDist(x,y) + a * b[0]";

    /** Lanes hold 4, 8 or 16 problems; tiles have 512 columns at most. */
    private record Sizes(int problems, int rows, int columns) {}

    private static final List<Sizes> SIZES = List.of(
            new Sizes(1, 3, 4), new Sizes(2, 1, 1), new Sizes(15, 2, 7), new Sizes(16, 5, 1), new Sizes(17, 4, 20),
            new Sizes(33, 9, 3), new Sizes(5, 1, 700), new Sizes(3, 130, 2), new Sizes(40, 0, 3), new Sizes(40, 3, 0),
            new Sizes(0, 3, 2));

    private static List<Genred> reductions() {
        var all = new ArrayList<Genred>();
        for (int axis : new int[] {0, 1}) {
            all.add(Genred.of("Exp(-g * SqDist(x,y)) * b", ALIASES).axis(axis).build());
            all.add(Genred.of("a * Exp(-g * SqDist(x,y)) * b * Sin(x[1]) * Cos(y[2])", ALIASES).axis(axis).build());
            all.add(Genred.of("I * b + J * x[0]", ALIASES).axis(axis).build());
            for (Reduction reduction : List.of(Reduction.LOG_SUM_EXP, Reduction.MAX_SUM_SHIFT_EXP, Reduction.MIN,
                    Reduction.ARG_MIN, Reduction.MAX_ARG_MAX, Reduction.kMinArgKMin(3), Reduction.argKMin(40))) {
                all.add(Genred.of(SCALAR, ALIASES).reduction(reduction).axis(axis).build());
            }
            all.add(Genred.of(SCALAR, ALIASES).reduction(Reduction.SUM_SOFT_MAX_WEIGHT).weight("b").axis(axis).build());
            all.add(Genred.of("x - y", ALIASES).reduction(Reduction.MIN_ARG_MIN).axis(axis).build());
        }
        return all;
    }

    /** All of their own, or shared by all: which is told by the bits of a number. */
    private static Tensor[] arguments(Sizes sizes, DType dtype, int shared) {
        long[][] cores = {{1}, {sizes.rows, 3}, {sizes.rows, 1}, {sizes.columns, 3}, {sizes.columns, 2}};
        return IntStream.range(0, cores.length).mapToObj(k -> {
            boolean isShared = k == 0 || (shared >> k & 1) == 1;
            long[] shape = LongStream.concat(
                    LongStream.of(isShared ? 1 : sizes.problems), LongStream.of(cores[k])).toArray();
            return Numbers.tensor(10 + k, dtype, isShared && (shared & 1) == 1 && k > 0 ? cores[k] : shape);
        }).toArray(Tensor[]::new);
    }

    private static Tensor[] element(Tensor[] arguments, int number) {
        return IntStream.range(0, arguments.length).mapToObj(k -> {
            Tensor all = arguments[k];
            if (all.rank() == (k == 0 ? 1 : 2)) {
                return all;
            }
            long at = all.size(0) == 1 ? 0 : number;
            long[] core = Arrays.copyOfRange(all.shape(), 1, all.rank());
            return all.rows(at, at + 1).reshape(core);
        }).toArray(Tensor[]::new);
    }

    @TestFactory
    Stream<DynamicTest> problemsSideBySideAreCallsOfTheirOwn() {
        return Stream.of(DType.FLOAT32, DType.FLOAT64).flatMap(dtype -> reductions().stream()
                .map(genred -> DynamicTest.dynamicTest(dtype + " " + genred, () -> {
                    int shared = 0;
                    for (Sizes sizes : SIZES) {
                        check(genred, sizes, dtype, arguments(sizes, dtype, shared++ % 7 * 5 % 31));
                    }
                })));
    }

    private static void check(Genred genred, Sizes sizes, DType dtype, Tensor... arguments) {
        if (Stream.of(arguments).skip(1).allMatch(argument -> argument.rank() == 2)) {
            return;
        }
        Arena arena = Arena.ofAuto();
        Genred inCpu = genred.backend(Backend.CPU);
        List<Tensor> all = inCpu.callAll(arena, arguments);
        double tolerance = dtype == DType.FLOAT32 ? 1e-5 : 1e-13;
        for (int number = 0; number < all.getFirst().size(0); number++) {
            List<Tensor> own = inCpu.callAll(arena, element(arguments, number));
            for (int k = 0; k < own.size(); k++) {
                double[] expected = own.get(k).toDoubleArray();
                long[] core = own.get(k).shape();
                double[] actual = all.get(k).rows(number, number + 1L).reshape(core).toDoubleArray();
                String what = genred + " " + sizes + " problem " + number;
                if (own.get(k).dtype().isFloating()) {
                    Compare.arrays(expected, actual, tolerance, what);
                } else {
                    assertArrayEquals(expected, actual, what);
                }
            }
        }
    }

    @Test
    void anyNumberOfThreadsGivesTheSameBits() {
        var sizes = new Sizes(1000, 20, 20);
        Tensor[] arguments = arguments(sizes, DType.FLOAT32, 0);
        for (Genred genred : reductions()) {
            Arena arena = Arena.ofAuto();
            double[] alone = genred.threads(1).callAll(arena, arguments).getFirst().toDoubleArray();
            assertArrayEquals(alone, genred.threads(2).callAll(arena, arguments).getFirst().toDoubleArray());
        }
    }

    @Test
    void valuesThatAreNotFiniteStayInTheirProblem() {
        var sizes = new Sizes(33, 4, 6);
        Tensor[] arguments = arguments(sizes, DType.FLOAT32, 0);
        var random = new Random(5);
        for (int k = 0; k < 20; k++) {
            Tensor argument = arguments[1 + random.nextInt(4)];
            double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e30, -0.0};
            argument.setDoubleAt((long) (random.nextDouble() * argument.count()), odd[k % odd.length]);
        }
        reductions().forEach(genred -> check(genred, sizes, DType.FLOAT32, arguments));
    }

    @Test
    void gradientsOfProblemsThatShareNothingAreThoseOfEach() {
        var sizes = new Sizes(37, 5, 6);
        Tensor[] arguments = arguments(sizes, DType.FLOAT64, 0);
        Genred genred = Genred.of("Exp(-g * SqDist(x,y)) * b + a * y[0:2]", ALIASES).axis(1).build();
        Arena arena = Arena.ofAuto();
        Tensor cotangent = Numbers.tensor(3, DType.FLOAT64, 37, 5, 2);
        for (String[] by : new String[][] {{"x"}, {"y"}, {"x", "a", "y", "b"}, {"g", "b", "x"}}) {
            List<Tensor> all = genred.gradient(by).call(arena, cotangent, arguments);
            for (int number = 0; number < sizes.problems; number++) {
                Tensor ofElement = cotangent.rows(number, number + 1L).reshape(5, 2);
                List<Tensor> own = genred.gradient(by).call(arena, ofElement, element(arguments, number));
                for (int k = 0; k < by.length; k++) {
                    if (!by[k].equals("g")) {
                        long[] core = own.get(k).shape();
                        Compare.arrays(own.get(k).toDoubleArray(),
                                all.get(k).rows(number, number + 1L).reshape(core).toDoubleArray(), 1e-13,
                                by[k] + " of " + number);
                    }
                }
            }
        }
    }
}
