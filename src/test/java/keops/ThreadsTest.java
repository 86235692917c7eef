package keops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.error.CancelledException;
import keops.execution.Backend;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The number of threads changes no bit of a result, and calls from any thread neither fail nor wait for each other. */
class ThreadsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int M = 1500;
    private static final int N = 700;

    private static Genred genred(Reduction reduction, SumScheme scheme, int threads) {
        return Genred.of("Exp(-g * SqDist(x,y)) * Square(b)", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "b = Vj(1)")
                .reduction(reduction).sumScheme(scheme).axis(1).backend(Backend.CPU).threads(threads).build();
    }

    private static Tensor[] arguments(DType dtype, int m) {
        return arguments(dtype, m, N);
    }

    private static Tensor[] arguments(DType dtype, int m, int n) {
        return new Tensor[] {
            Tensor.vector(dtype, 0.5), Numbers.tensor(1, dtype, m, 3), Numbers.tensor(2, dtype, n, 3),
            Numbers.tensor(3, dtype, n, 1)
        };
    }

    /** With few rows, columns are cut, or lie in the lanes; their sums differ by that, but for direct ones. */
    @Test
    void rowsOfDirectSumsAndSmallestValuesDoNotDependOnOtherRows() {
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor x = Numbers.tensor(3, dtype, 1024, 3);
            Tensor y = Numbers.tensor(4, dtype, 20_000, 3);
            for (String formula : List.of("Exp(-SqDist(x,y))", "(x|y)", "Sqrt(SqDist(x,y))")) {
                for (Genred genred : List.of(
                        Genred.of(formula, "x = Vi(3)", "y = Vj(3)").axis(1).sumScheme(SumScheme.DIRECT)
                                .backend(Backend.CPU).build(),
                        Genred.of(formula, "x = Vi(3)", "y = Vj(3)").axis(1).reduction(Reduction.MIN_ARG_MIN)
                                .backend(Backend.CPU).build())) {
                    Tensor all = genred.callAll(Arena.ofAuto(), x, y).getFirst();
                    for (int rows : new int[] {1, 5, 100}) {
                        Tensor some = genred.callAll(Arena.ofAuto(), x.rows(0, rows), y).getFirst();
                        for (int i = 0; i < rows; i++) {
                            assertEquals(all.doubleAt(i), some.doubleAt(i), formula + " " + dtype + ", row " + i);
                        }
                    }
                }
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> theNumberOfThreadsChangesNoBit() {
        return Stream.of(Reduction.SUM, Reduction.MIN_ARG_MIN, Reduction.kMinArgKMin(3), Reduction.kMinArgKMin(30),
                        Reduction.LOG_SUM_EXP)
                .flatMap(reduction ->
                        (reduction.equals(Reduction.SUM) ? Stream.of(SumScheme.values()) : Stream.of(SumScheme.AUTO))
                        .flatMap(scheme -> Stream.of(DType.FLOAT32, DType.FLOAT64)
                                .map(dtype -> DynamicTest.dynamicTest(reduction.name() + " " + scheme + " " + dtype,
                                        () -> sameBits(reduction, scheme, dtype)))));
    }

    /** Columns are cut into segments where rows are few, whatever the number of threads. */
    @Test
    void theCutsOfManyColumnsDoNotDependOnThreads() {
        for (int m : new int[] {1, 300, 1000, 2100}) {
            Tensor[] arguments = arguments(DType.FLOAT64, m, 40_000);
            long[] expected = Numbers.bits(genred(Reduction.LOG_SUM_EXP, SumScheme.AUTO, 1), arguments);
            for (int threads : new int[] {2, 3, 8}) {
                assertArrayEquals(expected,
                        Numbers.bits(genred(Reduction.LOG_SUM_EXP, SumScheme.AUTO, threads), arguments),
                        m + " rows, " + threads + " threads");
            }
        }
    }

    /** Which kernels a row takes depends on its data, and not on the rows that share its task. */
    @Test
    void aRowThatIsNotFiniteChangesNoBitOfTheOthers() {
        Genred logarithm = Genred.of("-g * SqDist(x,y)", "g = Pm(1)", "x = Vi(3)", "y = Vj(3)")
                .reduction(Reduction.LOG_SUM_EXP).axis(1).backend(Backend.CPU).threads(1).build();
        for (DType dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Tensor[] arguments = {
                Tensor.vector(dtype, 3), Numbers.tensor(1, dtype, M, 3), Numbers.tensor(2, dtype, N, 3)
            };
            arguments[1].setDoubleAt(3 * 650, Double.NaN);
            long[] expected = Numbers.bits(logarithm, arguments);
            for (int threads : new int[] {2, 3, 8}) {
                assertArrayEquals(expected, Numbers.bits(logarithm.threads(threads), arguments),
                        dtype + ", " + threads + " threads");
            }
        }
    }

    private static void sameBits(Reduction reduction, SumScheme scheme, DType dtype) {
        for (int m : new int[] {1, 33, 200, M}) {
            Tensor[] arguments = arguments(dtype, m);
            long[] expected = Numbers.bits(genred(reduction, scheme, 1), arguments);
            for (int threads : new int[] {2, 3, 8}) {
                assertArrayEquals(expected, Numbers.bits(genred(reduction, scheme, threads), arguments),
                        threads + " threads");
            }
        }
    }

    private static void allAgree(ExecutorService executor, int calls) {
        Genred genred = genred(Reduction.SUM, SumScheme.AUTO, 4);
        Tensor[] arguments = arguments(DType.FLOAT32, M);
        long[] expected = Numbers.bits(genred(Reduction.SUM, SumScheme.AUTO, 1), arguments);
        assertTimeoutPreemptively(LIMIT, () -> {
            var together = new CountDownLatch(1);
            Callable<long[]> call = () -> {
                together.await();
                return Numbers.bits(genred, arguments);
            };
            var results = new ArrayList<Future<long[]>>();
            for (int k = 0; k < calls; k++) {
                results.add(executor.submit(call));
            }
            together.countDown();
            for (Future<long[]> result : results) {
                assertArrayEquals(expected, result.get());
            }
        });
    }

    @Test
    void eightThreadsCallOneReduction() {
        try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
            allAgree(executor, 40);
        }
    }

    @Test
    void virtualThreadsCallOneReduction() {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            allAgree(executor, 60);
        }
    }

    @Test
    void tasksOfTheCommonPoolCallOneReduction() {
        Genred genred = genred(Reduction.SUM, SumScheme.AUTO, 4);
        Tensor[] arguments = arguments(DType.FLOAT32, M);
        long[] expected = Numbers.bits(genred(Reduction.SUM, SumScheme.AUTO, 1), arguments);
        assertTimeoutPreemptively(LIMIT, () -> {
            List<ForkJoinTask<long[]>> tasks = IntStream.range(0, 20)
                    .mapToObj(_ -> ForkJoinPool.commonPool().submit(() -> Numbers.bits(genred, arguments)))
                    .toList();
            for (ForkJoinTask<long[]> task : tasks) {
                assertArrayEquals(expected, task.get());
            }
        });
    }

    @Test
    void parallelStreamsCallOneReduction() {
        Genred genred = genred(Reduction.SUM, SumScheme.AUTO, 4);
        Tensor[] arguments = arguments(DType.FLOAT64, 300);
        long[] expected = Numbers.bits(genred(Reduction.SUM, SumScheme.AUTO, 1), arguments);
        long different = assertTimeoutPreemptively(LIMIT, () -> IntStream.range(0, 60).parallel()
                .filter(_ -> !java.util.Arrays.equals(expected, Numbers.bits(genred, arguments)))
                .count());
        assertEquals(0, different);
    }

    @Test
    void callsWithConfinedMemoryFromManyThreads() {
        Genred genred = genred(Reduction.SUM, SumScheme.AUTO, 4);
        Tensor[] arguments = arguments(DType.FLOAT32, M);
        long[] expected = Numbers.bits(genred, arguments);
        long different = assertTimeoutPreemptively(LIMIT, () -> IntStream.range(0, 20).parallel()
                .filter(_ -> {
                    try (Arena arena = Arena.ofConfined()) {
                        Tensor[] confined = Stream.of(arguments)
                                .map(t -> Tensor.allocate(arena, t.dtype(), t.shape()).copyFrom(t))
                                .toArray(Tensor[]::new);
                        return !java.util.Arrays.equals(expected, Numbers.bits(genred, confined));
                    }
                })
                .count());
        assertEquals(0, different);
    }

    @Test
    void anInterruptEndsACallAndIsKeptForTheCaller() {
        Genred genred = genred(Reduction.SUM, SumScheme.AUTO, 4);
        Tensor[] arguments = arguments(DType.FLOAT32, M);
        long[] expected = Numbers.bits(genred, arguments);
        boolean kept = assertTimeoutPreemptively(LIMIT, () -> {
            Thread.currentThread().interrupt();
            var ended = assertThrows(CancelledException.class, () -> Numbers.bits(genred, arguments));
            boolean interrupted = Thread.interrupted();
            assertEquals(CancelledException.Reason.INTERRUPTED, ended.reason());
            assertArrayEquals(expected, Numbers.bits(genred, arguments));
            return interrupted;
        });
        assertEquals(true, kept);
    }

    /** Memory that is closed in the middle of a call: an exception or the result, and the next call works. */
    @Test
    void memoryClosedDuringACallEndsItOnly() {
        Genred genred = genred(Reduction.SUM, SumScheme.AUTO, 2);
        Tensor[] arguments = arguments(DType.FLOAT32, M);
        long[] expected = Numbers.bits(genred, arguments);
        assertTimeoutPreemptively(LIMIT, () -> {
            for (int k = 0; k < 20; k++) {
                Arena arena = Arena.ofShared();
                Tensor[] closing = arguments.clone();
                closing[1] = Tensor.allocate(arena, DType.FLOAT32, M, 3).copyFrom(arguments[1]);
                int wait = k;
                Thread closer = Thread.ofPlatform().start(() -> {
                    for (long until = System.nanoTime() + wait * 100_000L; System.nanoTime() < until;) {
                        Thread.onSpinWait();
                    }
                    arena.close();
                });
                try {
                    assertArrayEquals(expected, Numbers.bits(genred, closing));
                } catch (keops.error.KeopsException | IllegalStateException e) {
                    assertEquals(true, e.getMessage() != null && e.getMessage().matches("(?s).*(closed|freed).*"),
                            e::toString);
                }
                // The JVM interrupts a thread whose access it ends.
                Thread.interrupted();
                closer.join();
                assertArrayEquals(expected, Numbers.bits(genred, arguments));
            }
        });
    }
}
