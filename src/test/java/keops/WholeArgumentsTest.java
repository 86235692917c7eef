package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Labels and indices: integers as arguments are the same numbers in the type of the others. */
class WholeArgumentsTest {
    static Stream<Reduction> reductions() {
        return Stream.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.MIN_ARG_MIN, Reduction.kMinArgKMin(3));
    }

    @ParameterizedTest
    @MethodSource("reductions")
    void areComputedInTheTypeOfTheOthers(Reduction reduction) {
        WholeReductions.check(reduction, Backend.CPU);
        WholeReductions.check(reduction, Backend.REFERENCE);
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void areExactUpToTheLargest(Backend backend) {
        WholeReductions.checkEdges(backend);
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void indicesOfNeighboursAreArguments(Backend backend) {
        WholeReductions.checkIndicesAsArguments(backend);
    }

    @Test
    void refusesWhatTheTypeDoesNotHold() {
        Genred sum = Genred.of("X - Y", "X = Vi(1)", "Y = Vj(1)").axis(1).build();
        assertMessage(
                        "argument 0 (X = Vi(1)) holds 16777217 at position 1, which float32 does not hold exactly: "
                                + "integers are"
                        + " computed in the type of the other arguments, which holds those up to 2^24; use float64 "
                                + "for these",
                sum, Tensor.of(new int[] {1, (1 << 24) + 1}, 2, 1), Tensor.of(new float[] {0}, 1, 1));
        assertMessage(
                "argument 1 (Y = Vj(1)) holds 9007199254740993 at position 0, which float64 does not hold exactly: "
                        + "integers are computed in the type of the other arguments, which holds those up to 2^53",
                sum, Tensor.of(new int[] {1}, 1, 1), Tensor.of(new long[] {(1L << 53) + 1}, 1, 1));
        for (long value : new long[] {Long.MAX_VALUE, Long.MIN_VALUE + 1, -(1L << 53) - 1}) {
            assertThrows(FormulaException.class, () -> sum.call(
                    Arena.ofAuto(), Tensor.of(new long[] {value}, 1, 1), Tensor.of(new double[] {0}, 1, 1)));
        }
        for (int value : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE + 1, -(1 << 24) - 1}) {
            assertThrows(FormulaException.class, () -> sum.call(
                    Arena.ofAuto(), Tensor.of(new int[] {value}, 1, 1), Tensor.of(new float[] {0}, 1, 1)));
        }
        LazyTensor lazy = LazyTensor.vi(Tensor.of(new long[] {(1L << 53) + 1}, 1, 1)).plus(1);
        assertThrows(FormulaException.class, () -> lazy.toDense(1));
    }

    private static void assertMessage(String message, Genred genred, Tensor... arguments) {
        assertEquals(message, assertThrows(FormulaException.class, () -> genred.call(Arena.ofAuto(), arguments))
                .getMessage());
    }

    @Test
    void othersAreDifferentiatedButNotIntegers() {
        for (DType floating : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Genred sum = WholeReductions.genred(Reduction.SUM, Backend.CPU);
            Tensor[] arguments = WholeReductions.arguments(40, 30, floating, DType.INT64);
            Tensor[] numbers = WholeReductions.floating(arguments, floating);
            Tensor e = Numbers.tensor(9, floating, 40, 1);
            List<Tensor> gradients = sum.gradient("X", "Y").call(Arena.ofAuto(), e, arguments);
            List<Tensor> expected = sum.gradient("X", "Y").call(Arena.ofAuto(), e, numbers);
            for (int k = 0; k < 2; k++) {
                assertArrayEquals(expected.get(k).toDoubleArray(), gradients.get(k).toDoubleArray());
            }
            String message =
                    "nothing is differentiated by integers, but argument 2 (K = Vi(3)) is int64 (40, 3): name the"
                    + " arguments to differentiate by, or convert it";
            Tensor change = Numbers.tensor(3, floating, 40, 3);
            assertEquals(message, assertThrows(FormulaException.class,
                    () -> sum.gradient("X", "K").call(Arena.ofAuto(), e, arguments)).getMessage());
            assertEquals(message, assertThrows(FormulaException.class,
                    () -> sum.gradient("K").valueAndGradients(Arena.ofAuto(), e, arguments)).getMessage());
            assertEquals(message, assertThrows(FormulaException.class,
                    () -> sum.gradient("K").callInto(List.of(change), e, arguments)).getMessage());
            assertEquals(message, assertThrows(FormulaException.class,
                    () -> sum.tangent("K").call(Arena.ofAuto(), List.of(change), arguments)).getMessage());
            assertEquals(message, assertThrows(FormulaException.class,
                    () -> sum.hessian("K").call(Arena.ofAuto(), e, List.of(change), arguments)).getMessage());
        }
    }

    @Test
    void extremaWithLabelsAreDifferentiatedOnATape() {
        for (Reduction reduction : List.of(Reduction.MAX, Reduction.kMin(2))) {
            Genred genred = Genred.of("SqDist(X,Y) + 9 * (K == L)", "X = Vi(2)", "Y = Vj(2)", "K = Vi(1)", "L = Vj(1)")
                    .reduction(reduction).axis(1).build();
            Tensor k = Tensor.of(new int[] {0, 1, 2, 1, 0}, 5, 1);
            Tensor l = Tensor.of(new long[] {2, 1, 0, 1, 2, 0, 0}, 7, 1);
            Tensor x = Numbers.tensor(1, DType.FLOAT64, 5, 2);
            Tensor y = Numbers.tensor(2, DType.FLOAT64, 7, 2);
            Tensor expected = gradient(genred, x, y, k.converted(DType.FLOAT64, Arena.ofAuto()),
                    l.converted(DType.FLOAT64, Arena.ofAuto()));
            assertArrayEquals(expected.toDoubleArray(), gradient(genred, x, y, k, l).toDoubleArray());
        }
    }

    private static Tensor gradient(Genred genred, Tensor x, Tensor y, Tensor k, Tensor l) {
        try (Tape tape = new Tape()) {
            TapeVariable points = tape.variable(x);
            TapeVariable sum = Reductions.of(genred, points, tape.constant(y), tape.constant(k), tape.constant(l))
                    .sum();
            return tape.gradients(sum, points).getFirst().toHost(Arena.ofAuto());
        }
    }

    @Test
    void lazyTensorsTakeThem() {
        Tensor k = Tensor.of(new int[] {0, 1, 2}, 3, 1);
        Tensor l = Tensor.of(new long[] {2, 1, 1, 0}, 4, 1);
        Tensor b = Tensor.of(new float[] {1, 10, 100, 1000}, 4, 1);
        Tensor same = LazyTensor.vi(k).equalTo(LazyTensor.vj(l)).matmul(b);
        assertEquals(DType.FLOAT32, same.dtype());
        assertArrayEquals(new double[] {1000, 110, 1}, same.toDoubleArray());
        assertEquals(DType.FLOAT64, LazyTensor.vi(k).times(LazyTensor.vj(l)).sum(1).dtype());
    }

    @Test
    void linearSystemsTakeAnIntegerRightHandSide() {
        Genred product = Genred.of("Exp(-SqDist(X,Y)) * B", "X = Vi(1)", "Y = Vj(1)", "B = Vj(1)").axis(1).build();
        KernelSolve system = KernelSolve.of(product, "B").alpha(0.5);
        Tensor x = Numbers.tensor(1, DType.FLOAT32, 6, 1);
        Tensor b = Tensor.of(new int[] {3, 1, 4, 1, 5, 9}, 6, 1);
        Tensor solution = system.call(Arena.ofAuto(), x, x, b);
        assertEquals(DType.FLOAT32, solution.dtype());
        assertArrayEquals(system.call(Arena.ofAuto(), x, x, b.converted(DType.FLOAT32, Arena.ofAuto())).toDoubleArray(),
                solution.toDoubleArray());
    }

    @Test
    void gradientsOfLinearSystemsAreNotTakenByAnIntegerRightHandSide() {
        Genred product = Genred.of("Exp(-SqDist(X,Y)) * B", "X = Vi(1)", "Y = Vj(1)", "B = Vj(1)").axis(1).build();
        KernelSolve system = KernelSolve.of(product, "B").alpha(0.5);
        Tensor x = Numbers.tensor(1, DType.FLOAT32, 6, 1);
        Tensor e = Numbers.tensor(2, DType.FLOAT32, 6, 1);
        Tensor b = Tensor.of(new int[] {3, 1, 4, 1, 5, 9}, 6, 1);
        assertEquals(
                "nothing is differentiated by integers, but argument 2 (B = Vj(1)) is int32 (6, 1): name the "
                        + "arguments to differentiate by, or convert it", assertThrows(FormulaException.class,
                        () -> system.gradient(Arena.ofAuto(), e, List.of("X", "B"), x, x, b)).getMessage());
        assertArrayEquals(
                system.gradient(Arena.ofAuto(), e, List.of("X"), x, x, b.converted(DType.FLOAT32, Arena.ofAuto()))
                        .getFirst()
                        .toDoubleArray(),
                system.gradient(Arena.ofAuto(), e, List.of("X"), x, x, b).getFirst().toDoubleArray());
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void derivativesOfAllKindsTakeThemBesideOthers(Backend backend) {
        for (Reduction reduction : List.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.MAX, Reduction.kMin(2))) {
            Genred genred =
                    Genred.of("SqDist(X,Y) + 0.5 * (K == L)", "X = Vi(2)", "Y = Vj(2)", "K = Vi(1)", "L = Vj(1)")
                    .reduction(reduction).axis(1).backend(backend).build();
            Tensor k = Tensor.of(new int[] {0, 1, 2, 1, 0}, 5, 1);
            Tensor l = Tensor.of(new long[] {2, 1, 0, 1, 2, 0, 0}, 7, 1);
            Tensor x = Numbers.tensor(1, DType.FLOAT32, 5, 2);
            Tensor y = Numbers.tensor(2, DType.FLOAT32, 7, 2);
            Tensor[] whole = {x, y, k, l};
            Tensor[] numbers =
                    {x, y, k.converted(DType.FLOAT32, Arena.ofAuto()), l.converted(DType.FLOAT32, Arena.ofAuto())};
            Tensor value = genred.call(Arena.ofAuto(), numbers);
            Tensor e = Numbers.tensor(3, DType.FLOAT32, value.shape());
            List<Tensor> change = List.of(Numbers.tensor(4, DType.FLOAT32, 5, 2));
            assertSame(value, genred.call(Arena.ofAuto(), whole));
            assertSame(genred.gradient("X", "Y").call(Arena.ofAuto(), e, numbers).getLast(),
                    genred.gradient("X", "Y").call(Arena.ofAuto(), e, whole).getLast());
            assertSame(genred.gradient("X").callWith(Arena.ofAuto(), List.of(value), e, numbers).getLast(),
                    genred.gradient("X").callWith(Arena.ofAuto(), List.of(value), e, whole).getLast());
            assertSame(genred.tangent("X").call(Arena.ofAuto(), change, numbers),
                    genred.tangent("X").call(Arena.ofAuto(), change, whole));
            assertSame(genred.hessian("X").call(Arena.ofAuto(), e, change, numbers).getLast(),
                    genred.hessian("X").call(Arena.ofAuto(), e, change, whole).getLast());
            Tensor[] batch = {x.reshape(1, 5, 2), y, Tensor.of(new int[] {0, 1, 2, 1, 0, 1, 1, 1, 1, 1}, 2, 5, 1), l};
            Tensor[] floats = batch.clone();
            floats[2] = batch[2].converted(DType.FLOAT32, Arena.ofAuto());
            floats[3] = numbers[3];
            assertSame(genred.call(Arena.ofAuto(), floats), genred.call(Arena.ofAuto(), batch));
        }
    }

    private static void assertSame(Tensor expected, Tensor actual) {
        assertEquals(expected.dtype(), actual.dtype());
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toDoubleArray(), actual.toDoubleArray());
    }

    @ParameterizedTest
    @EnumSource(value = Backend.class, names = {"CPU", "REFERENCE"})
    void integersAreNeitherResultsNorCotangentsNorChanges(Backend backend) {
        Genred sum = Genred.of("K * X", "K = Vi(1)", "X = Vj(1)").axis(1).backend(backend).build();
        Tensor k = Tensor.of(new int[] {1, 2}, 2, 1);
        Tensor x = Tensor.of(new float[] {1, 2, 3}, 3, 1);
        Tensor whole = Tensor.of(new int[2], 2, 1);
        assertEquals("the output must be float32 (2, 1), but is int32 (2, 1)",
                assertThrows(FormulaException.class, () -> sum.callInto(whole, k, x)).getMessage());
        assertThrows(FormulaException.class, () -> sum.gradient("X").call(Arena.ofAuto(), whole, k, x));
        assertThrows(FormulaException.class, () -> sum.gradient("X")
                .callBlock(Arena.ofAuto(), List.of(), 0, whole, k, x));
        assertThrows(FormulaException.class, () -> sum.gradient("X").callInto(
                List.of(Tensor.of(new int[3], 3, 1)), Numbers.tensor(1, DType.FLOAT32, 2, 1), k, x));
        assertThrows(FormulaException.class,
                () -> sum.tangent("X").call(Arena.ofAuto(), List.of(Tensor.of(new int[3], 3, 1)), k, x));
        try (Tape tape = new Tape()) {
            assertThrows(FormulaException.class, () -> tape.variable(k));
        }
    }

    @Test
    void whereAllAreIntegersFloat64IsComputed() {
        Genred sum = Genred.of("K * X", "K = Vi(1)", "X = Vj(1)").axis(1).build();
        Tensor k = Tensor.of(new int[] {1, 2}, 2, 1);
        Tensor x = Tensor.of(new long[] {1, 2, 3}, 3, 1);
        assertEquals(DType.FLOAT64, sum.call(Arena.ofAuto(), k, x).dtype());
        Tensor out = Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, 2, 1);
        sum.callInto(out, k, x);
        assertArrayEquals(new double[] {6, 12}, out.toDoubleArray());
        assertThrows(FormulaException.class,
                () -> sum.gradient("X").call(Arena.ofAuto(), Numbers.tensor(1, DType.FLOAT64, 2, 1), k, x));
        assertThrows(FormulaException.class, () -> KernelSolve.of(
                Genred.of("K * B", "K = Vi(1)", "B = Vj(1)").axis(1).build(), "B").call(Arena.ofAuto(), k, x));
    }
}
