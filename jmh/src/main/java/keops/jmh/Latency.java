package keops.jmh;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import keops.Genred;
import keops.KernelSolve;
import keops.autograd.Reductions;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.error.CancelledException;
import keops.execution.Backend;
import keops.execution.ProgressListener;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Measures the time from an interrupt to the end of a call, for all kinds of calls: {@code jmh/latency.sh}. */
public final class Latency {
    private static final int ROUNDS = 9;
    /** The delay of the first interrupt; each later one has another delay. */
    private static final long FIRST_MILLIS = 150;
    private static final long STEP_MILLIS = 37;
    private static final long SEED = 71;

    private Latency() {}

    /** A long call that reports its progress to a listener. */
    private interface Call {
        void run(ProgressListener listener);
    }

    /**
     * Measures the calls whose names contain the first argument, in a number of rounds; both arguments are optional.
     */
    public static void main(String[] arguments) throws InterruptedException {
        String wanted = arguments.length > 0 ? arguments[0] : "";
        int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : ROUNDS;
        System.out.println("  median  longest  ms from the interrupt to the end");
        for (Map.Entry<String, Call> call : calls().entrySet()) {
            if (call.getKey().contains(wanted)) {
                double[] millis = new double[rounds];
                for (int round = 0; round < rounds; round++) {
                    millis[round] = interrupt(call.getKey(), call.getValue(), FIRST_MILLIS + round * STEP_MILLIS);
                }
                Arrays.sort(millis);
                System.out.printf(Locale.ROOT, "%8.1f %8.1f  %s%n", millis[rounds / 2], millis[rounds - 1],
                        call.getKey());
            }
        }
    }

    /** Interrupts a call some time after its start, and returns the milliseconds until it ended. */
    private static double interrupt(String name, Call call, long afterMillis) throws InterruptedException {
        var hasBegun = new CountDownLatch(1);
        var end = new AtomicReference<Throwable>();
        var endNanos = new AtomicLong();
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                call.run(_ -> hasBegun.countDown());
            } catch (RuntimeException | Error e) {
                end.set(e);
            }
            endNanos.set(System.nanoTime());
            hasBegun.countDown();
        });
        hasBegun.await();
        Thread.sleep(afterMillis);
        long start = System.nanoTime();
        thread.interrupt();
        thread.join();
        if (!(end.get() instanceof CancelledException)) {
            throw new IllegalStateException(name + " ended by itself, or failed", end.get());
        }
        return (endNanos.get() - start) / 1e6;
    }

    private static Map<String, Call> calls() {
        var calls = new LinkedHashMap<String, Call>();
        for (int[] shape : new int[][] {{400_000, 3}, {60_000, 100}, {20_000, 1000}, {8_000, 5000}}) {
            int dim = shape[1];
            Tensor x = numbers(DType.FLOAT32, shape[0], dim);
            Tensor b = numbers(DType.FLOAT32, shape[0], 1);
            Genred sum = genred("Exp(-SqDist(x,y)) * b", dim, Reduction.SUM);
            calls.put("sum, D = " + dim,
                    listener -> always(() -> sum.progress(listener).call(Arena.ofAuto(), x, x, b)));
            calls.put("gradients, D = " + dim, listener -> always(() ->
                    sum.gradient("x", "y").progress(listener).call(Arena.ofAuto(), b, x, x, b)));
            Genred logarithms = genred("-SqDist(x,y) + b", dim, Reduction.LOG_SUM_EXP);
            calls.put("LogSumExp, D = " + dim,
                    listener -> always(() -> logarithms.progress(listener).call(Arena.ofAuto(), x, x, b)));
            Genred nearest = genred("SqDist(x,y) + b", dim, Reduction.kMin(10));
            calls.put("KMin 10, D = " + dim,
                    listener -> always(() -> nearest.progress(listener).call(Arena.ofAuto(), x, x, b)));
        }
        Tensor x = numbers(DType.FLOAT32, 400_000, 3);
        Tensor b = numbers(DType.FLOAT32, 400_000, 1);
        Genred sum = genred("Exp(-SqDist(x,y)) * b", 3, Reduction.SUM);
        Ranges half = Ranges.fromMatrix(new long[][] {{0, 200_000}, {200_000, 400_000}},
                new long[][] {{0, 200_000}, {200_000, 400_000}}, new boolean[][] {{true, false}, {false, true}});
        calls.put("ranges",
                listener -> always(() -> sum.ranges(half).progress(listener).call(Arena.ofAuto(), x, x, b)));
        calls.put("reference back end",
                listener -> sum.backend(Backend.REFERENCE).progress(listener).call(Arena.ofAuto(), x, x, b));
        for (int points : new int[] {20_000, 100_000}) {
            Tensor p = numbers(DType.FLOAT64, points, 3);
            Tensor right = numbers(DType.FLOAT64, points, 1);
            KernelSolve system = KernelSolve.of(sum, "b").alpha(1e-6).eps(1e-14);
            calls.put("linear system of " + points + " points",
                    listener -> system.progress(listener).call(Arena.ofAuto(), p, p, right));
        }
        calls.put("tape", listener -> always(() -> {
            try (Tape tape = new Tape()) {
                TapeVariable points = tape.variable(x);
                Reductions.of(sum.progress(listener), points, points, tape.constant(b)).square().sum().backward();
            }
        }));
        return calls;
    }

    private static void always(Runnable call) {
        while (true) {
            call.run();
        }
    }

    private static Genred genred(String formula, int dim, Reduction reduction) {
        return Genred.of(formula, "x = Vi(" + dim + ")", "y = Vj(" + dim + ")", "b = Vj(1)")
                .reduction(reduction).axis(1)
                .backend(Backend.CPU).build();
    }

    private static Tensor numbers(DType dtype, int rows, int columns) {
        return Clouds.uniform(Arena.ofAuto(), dtype, SEED, rows, columns);
    }
}
