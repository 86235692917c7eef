package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import keops.error.CancelledException;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.execution.Progress;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners hear of every call from its begin to its end; deadlines end calls of all faces. */
class ProgressTest {
    private static final int ROWS = 300;
    private static final int COLUMNS = 700;
    private static final Duration SHORT = Duration.ofNanos(1);

    private final Random random = new Random(52);
    private final Tensor x = random(ROWS);
    private final Tensor y = random(COLUMNS);
    private final Tensor b = random(COLUMNS, 1);
    private final List<Progress> told = new ArrayList<>();

    private Tensor random(int rows) {
        return random(rows, 3);
    }

    private Tensor random(int rows, int columns) {
        double[] numbers = random.doubles((long) rows * columns).toArray();
        return Tensor.of(numbers, rows, columns);
    }

    private static Genred gaussian() {
        return Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)").axis(1).build();
    }

    private void assertWholePass(long pass, long rows, long pairs) {
        Progress first = told.getFirst();
        assertEquals(0, first.rowsDone());
        assertEquals(0, first.pairsDone());
        assertEquals(1, first.pass());
        assertEquals(0, first.pairsPerSecond());
        Progress last = told.getLast();
        assertEquals(pass, last.pass());
        assertEquals(rows, last.rows());
        assertEquals(rows, last.rowsDone());
        assertEquals(pairs, last.pairs());
        assertEquals(pairs, last.pairsDone());
        assertEquals(1, last.fraction());
        assertTrue(last.pairsPerSecond() > 0);
        assertEquals(Optional.of(Duration.ZERO), last.remaining());
        assertFalse(last.elapsed().isNegative());
        for (int k = 1; k < told.size(); k++) {
            Progress before = told.get(k - 1);
            Progress now = told.get(k);
            assertTrue(now.elapsed().compareTo(before.elapsed()) >= 0);
            assertTrue(now.pass() > before.pass() || now.pairsDone() >= before.pairsDone(), told.toString());
        }
        told.clear();
    }

    @ParameterizedTest
    @EnumSource(names = {"AUTO", "CPU", "REFERENCE"})
    void everyReductionCountsItsRowsAndPairs(Backend backend) {
        for (Reduction reduction :
                List.of(Reduction.SUM, Reduction.LOG_SUM_EXP, Reduction.ARG_MIN, Reduction.kMin(4))) {
            for (int axis = 0; axis < 2; axis++) {
                Genred.of("Exp(-SqDist(x,y))", "x = Vi(3)", "y = Vj(3)").reduction(reduction).axis(axis)
                        .backend(backend)
                        .progress(told::add).build().call(Arena.ofAuto(), x, y);
                assertWholePass(1, axis == 1 ? ROWS : COLUMNS, (long) ROWS * COLUMNS);
            }
        }
        Genred watched = gaussian().backend(backend).progress(told::add);
        watched.call(Arena.ofAuto(), random(2), random(50_000), random(50_000, 1));
        assertWholePass(1, 2, 100_000);
        watched.call(Arena.ofAuto(), random(0), y, b);
        assertEquals(0, told.getLast().rows());
        assertEquals(1, told.getLast().fraction());
    }

    @ParameterizedTest
    @EnumSource(names = {"CPU", "REFERENCE"})
    void rangesAndBatchesCountWhatTheyTake(Backend backend) {
        Genred watched = gaussian().backend(backend).progress(told::add);
        watched.ranges(Ranges.fromMatrix(new long[][] {{0, 100}, {100, ROWS}}, new long[][] {{0, 10}, {10, COLUMNS}},
                new boolean[][] {{true, false}, {true, true}})).call(Arena.ofAuto(), x, y, b);
        assertWholePass(1, ROWS, 100 * 10 + (ROWS - 100) * COLUMNS);
        Tensor batch = random(5 * ROWS).reshape(5, ROWS, 3);
        watched.call(Arena.ofAuto(), batch, y, b);
        assertWholePass(1, 5 * ROWS, 5L * ROWS * COLUMNS);
    }

    @Test
    void theBackEndsThatHaveComputedAreNamed() {
        gaussian().backend(Backend.AUTO).progress(told::add).call(Arena.ofAuto(), x, y, b);
        assertEquals(List.of(), told.getFirst().backends());
        assertEquals(List.of(Backend.CPU), told.getLast().backends());
        gaussian().backend(Backend.REFERENCE).progress(told::add).gradient("x")
                .call(Arena.ofAuto(), random(ROWS, 1), x, y, b);
        assertEquals(List.of(Backend.REFERENCE), told.getLast().backends());
        // The gradient by x is too long for the CPU back end, and that by p is not.
        Genred.of("Sum(Square(x)) * p * y", "x = Vi(6001)", "y = Vj(1)", "p = Vj(1)").axis(1)
                .progress(told::add).build()
                .gradient("p", "x").call(Arena.ofAuto(), random(1, 1), random(1, 6001), random(2, 1), random(2, 1));
        assertEquals(Set.of(Backend.CPU, Backend.REFERENCE), Set.copyOf(told.getLast().backends()));
    }

    @Test
    void derivativesCountPassByPass() {
        Genred sum = gaussian();
        Tensor e = random(ROWS, 1);
        sum.gradient("x", "b").progress(told::add).call(Arena.ofAuto(), e, x, y, b);
        assertWholePass(1, ROWS, (long) ROWS * COLUMNS);
        sum.progress(told::add).gradient("x").call(Arena.ofAuto(), e, x, y, b);
        assertWholePass(1, ROWS, (long) ROWS * COLUMNS);
        sum.backend(Backend.REFERENCE).gradient("x", "b").progress(told::add).call(Arena.ofAuto(), e, x, y, b);
        assertWholePass(1, ROWS + COLUMNS, 2L * ROWS * COLUMNS);
        sum.tangent("x").progress(told::add).call(Arena.ofAuto(), List.of(x), x, y, b);
        assertWholePass(1, ROWS, (long) ROWS * COLUMNS);
        sum.hessian("x").progress(told::add).call(Arena.ofAuto(), e, List.of(x), x, y, b);
        assertWholePass(1, ROWS, (long) ROWS * COLUMNS);
        Genred logarithm = Genred.of("-SqDist(x,y)", "x = Vi(3)", "y = Vj(3)").reduction(Reduction.LOG_SUM_EXP).axis(1)
                .build();
        logarithm.gradient("x").progress(told::add).call(Arena.ofAuto(), e, x, y);
        assertWholePass(2, ROWS, (long) ROWS * COLUMNS);
        logarithm.gradient("x").progress(told::add).valueAndGradients(Arena.ofAuto(), e, x, y);
        assertWholePass(2, ROWS, (long) ROWS * COLUMNS);
    }

    @Test
    void theOtherFacesTellTooAndKeepTheirKernels() {
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(0.5);
        Tensor plain = product.call(x, y, b);
        assertArrayEquals(plain.toDoubleArray(), product.progress(told::add).call(x, y, b).toDoubleArray());
        assertWholePass(1, ROWS, (long) ROWS * COLUMNS);
        product.progress(told::add).gradients(Arena.ofAuto(), random(ROWS, 1), x, y, b);
        assertFalse(told.isEmpty());
        told.clear();
        LazyTensor kernel = LazyTensor.vi(x).sqDist(LazyTensor.vj(y)).negate().exp();
        kernel.progress(told::add).sum(1);
        assertWholePass(1, ROWS, (long) ROWS * COLUMNS);
        kernel.progress(told::add).toDense();
        assertWholePass(1, ROWS, (long) ROWS * COLUMNS);
        gaussian().progress(told::add).call(new double[9], new double[12], new double[4]);
        assertWholePass(1, 3, 12);
        Genred sum = gaussian();
        assertSame(sum.progress(told::add).gradient("x").variables(), sum.gradient("x").variables());
        assertNotSame(sum.gradient("x"), sum.progress(told::add).gradient("x"));
        assertSame(Kernel.of("cauchy(x,y)").getClass(), product.kernel().getClass());
    }

    @Test
    void linearSystemsTellTheirStepsAndResiduals() {
        Genred square = Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)").axis(1).build();
        KernelSolve solve = KernelSolve.of(square, "b").alpha(0.1).progress(told::add);
        solve.call(Arena.ofAuto(), x, x, random(ROWS, 1));
        assertEquals(0, told.getFirst().step().orElseThrow().number());
        Progress.Step last = told.getLast().step().orElseThrow();
        assertEquals(told.getLast().pass(), last.number() + 1);
        assertTrue(last.residual() < told.getFirst().step().orElseThrow().residual());
        assertEquals(Optional.empty(), told.getLast().remaining());
        told.clear();
        LazyTensor.vi(x).sqDist(LazyTensor.vj(x)).negate().exp().progress(told::add).solve(random(ROWS, 1), 0.1);
        assertTrue(told.getLast().step().isPresent());
    }

    @Test
    void whatAListenerThrowsEndsTheCallAndItsOwnCallsAreNotWatched() {
        var thrown = new IllegalStateException("enough");
        Genred watched = gaussian().progress(_ -> {
            throw thrown;
        });
        assertSame(thrown, assertThrows(IllegalStateException.class, () -> watched.call(Arena.ofAuto(), x, y, b)));
        Genred sum = gaussian();
        sum.progress(now -> {
            told.add(now);
            sum.call(Arena.ofAuto(), x, y, b);
        }).call(Arena.ofAuto(), x, y, b);
        assertWholePass(1, ROWS, (long) ROWS * COLUMNS);
        assertThrows(NullPointerException.class, () -> sum.progress(null));
    }

    private static void assertTooLate(Runnable call) {
        CancelledException e = assertThrows(CancelledException.class, call::run);
        assertEquals(CancelledException.Reason.DEADLINE, e.reason());
        assertEquals("the call did not end within 0.000000001s: its outputs are not whole", e.getMessage());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void aDeadlineEndsCallsOfAllFaces() {
        Genred sum = gaussian();
        Arena arena = Arena.ofAuto();
        Tensor e = random(ROWS, 1);
        for (Backend backend : List.of(Backend.CPU, Backend.REFERENCE)) {
            assertTooLate(() -> sum.backend(backend).deadline(SHORT).call(arena, x, y, b));
        }
        assertTooLate(() -> Genred.of("SqDist(x,y)", "x = Vi(3)", "y = Vj(3)").deadline(SHORT).overI().build()
                .call(arena, x, y));
        assertTooLate(() -> sum.gradient("x").deadline(SHORT).call(arena, e, x, y, b));
        assertTooLate(() -> sum.deadline(SHORT).gradient().valueAndGradients(arena, e, x, y, b));
        assertTooLate(() -> sum.tangent("x").deadline(SHORT).call(arena, List.of(x), x, y, b));
        assertTooLate(() -> sum.hessian("x").deadline(SHORT).call(arena, e, List.of(x), x, y, b));
        KernelProduct product = KernelProduct.of(Kernel.of("gaussian(x,y)")).gamma(0.5).deadline(SHORT);
        assertTooLate(() -> product.call(x, y, b));
        assertTooLate(() -> product.gradients(arena, e, x, y, b));
        LazyTensor kernel = LazyTensor.vi(x).sqDist(LazyTensor.vj(x)).negate().exp();
        assertTooLate(() -> kernel.deadline(SHORT).sum(1));
        assertTooLate(() -> kernel.deadline(SHORT).toDense());
        assertTooLate(() -> kernel.deadline(SHORT).solve(e, 0.1));
        assertTooLate(() -> KernelSolve.of(sum, "b").deadline(SHORT).call(arena, x, x, e));
        assertTooLate(() -> KernelSolve.of(sum, "b").deadline(SHORT).gradient(arena, e, List.of("x"), x, x, e));
    }

    @Test
    void aLongDeadlineChangesNothing() {
        Tensor plain = gaussian().call(Arena.ofAuto(), x, y, b);
        for (Duration deadline : List.of(Duration.ofHours(1), Duration.ofSeconds(Long.MAX_VALUE))) {
            assertArrayEquals(plain.toDoubleArray(),
                    gaussian().deadline(deadline).call(Arena.ofAuto(), x, y, b).toDoubleArray());
        }
        for (Duration deadline : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            FormulaException e = assertThrows(FormulaException.class, () -> gaussian().deadline(deadline));
            assertEquals("the deadline must be after the beginning of the call, but is " + deadline, e.getMessage());
        }
    }

    @Test
    void aThreadThatIsInterruptedAlreadyBeginsNoCall() {
        Genred sum = gaussian();
        Thread.currentThread().interrupt();
        try {
            CancelledException e =
                    assertThrows(CancelledException.class, () -> sum.call(Arena.ofAuto(), x, y, b));
            assertEquals(CancelledException.Reason.INTERRUPTED, e.reason());
            assertTrue(Thread.currentThread().isInterrupted());
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertEquals(ROWS, sum.call(Arena.ofAuto(), x, y, b).size(0));
    }

    @Test
    void manyThreadsAreWatchedApart() {
        Genred sum = gaussian();
        IntStream.range(0, 16).parallel().forEach(k -> {
            var own = new ArrayList<Progress>();
            sum.progress(own::add)
                    .call(Arena.ofAuto(), Tensor.allocate(Arena.ofAuto(), DType.FLOAT64, 100 + k, 3), y, b);
            assertEquals(100 + k, own.getLast().rowsDone());
        });
    }
}
