package keops;

import java.lang.foreign.Arena;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import keops.error.CancelledException;
import keops.execution.ProgressListener;
import keops.reduction.Ranges;
import keops.reduction.Reduction;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Interrupts calls of all kinds that would take minutes, and prints how long each went on: a line for each. The exit
 * code is 1 if one did not end as it should.
 */
public final class InterruptedCalls {
    /** What is asked for is a tenth of a second; a machine that is busy with other things may take longer. */
    private static final long LIMIT_MILLIS = 3_000;
    /** From steps or rows a pass changes to kernels in this time. */
    private static final long RUN_MILLIS_OF_ALL_FORMS = 400;
    private static final long RUN_MILLIS_OF_ONE_FORM = 150;
    private static final String TIER = "keops.cpu.tier";
    private static final long SEED = 71;

    private static final Tensor X = random(DType.FLOAT32, 400_000, 3);
    private static final Tensor B = random(DType.FLOAT32, 400_000, 1);
    private static final Tensor FEW = random(DType.FLOAT32, 3, 3);
    private static final Tensor MANY = random(DType.FLOAT32, 1_000_000, 3);
    private static final Tensor LONG_VECTORS = random(DType.FLOAT32, 8_000, 5000);
    private static final Tensor BATCH = random(DType.FLOAT32, 100, 40_000 * 3).reshape(100, 40_000, 3);
    private static final Tensor CHANGES_OF_BATCH = random(DType.FLOAT32, 100, 40_000).reshape(100, 40_000, 1);
    private static final Tensor OF_BATCH = random(DType.FLOAT32, 40_000, 1);
    private static final Tensor POINTS = random(DType.FLOAT64, 20_000, 2);
    private static final Tensor RIGHT_SIDE = random(DType.FLOAT64, 20_000, 1);
    private static final Tensor DENSE = random(DType.FLOAT32, 10_000, 3);

    private static boolean isWell = true;

    private InterruptedCalls() {}

    /** A call that tells a listener how far it has come. */
    private interface Call {
        void run(ProgressListener listener);
    }

    /**
     * Interrupts all calls by each of some forms of code. Only those of the CPU back end have any, so that the others
     * are made for {@code auto} alone.
     */
    public static void main(String[] tiers) throws InterruptedException {
        for (String tier : tiers) {
            System.setProperty(TIER, tier);
            System.out.println(tier);
            boolean isAuto = tier.equals("auto");
            for (Map.Entry<String, Call> call : calls().entrySet()) {
                if (isAuto || call.getKey().startsWith("CPU")) {
                    interrupt(call.getKey(), call.getValue(),
                            isAuto ? RUN_MILLIS_OF_ALL_FORMS : RUN_MILLIS_OF_ONE_FORM);
                }
            }
            requireSound();
        }
        System.exit(isWell ? 0 : 1);
    }

    private static void interrupt(String name, Call call, long runMillis) throws InterruptedException {
        var hasBegun = new CountDownLatch(1);
        var end = new AtomicReference<Throwable>();
        boolean[] isFlagSet = {false};
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            try {
                call.run(_ -> hasBegun.countDown());
            } catch (Throwable e) {
                end.set(e);
            }
            hasBegun.countDown();
            isFlagSet[0] = Thread.currentThread().isInterrupted();
        });
        hasBegun.await();
        Thread.sleep(runMillis);
        long start = System.nanoTime();
        thread.interrupt();
        thread.join(60_000);
        long millis = (System.nanoTime() - start) / 1_000_000;
        boolean isCancelled = end.get() instanceof CancelledException e
                && e.reason() == CancelledException.Reason.INTERRUPTED;
        boolean isRight = !thread.isAlive() && isCancelled && isFlagSet[0] && millis < LIMIT_MILLIS;
        isWell &= isRight;
        System.out.println((isRight ? "ended after " : "WRONG after ") + millis + " ms: " + name
                + (isRight ? "" : ", alive " + thread.isAlive() + ", flag " + isFlagSet[0] + ", " + end.get()));
    }

    /** After all that, a call is right. */
    private static void requireSound() {
        Genred sum = Genred.of("SqDist(x,y)", "x = Vi(1)", "y = Vj(1)").axis(1).build();
        Tensor result = sum.call(Arena.ofAuto(), Tensor.of(new float[5000], 5000, 1), ones(DType.FLOAT32, 3000, 1));
        boolean isRight = IntStream.range(0, 5000).allMatch(i -> result.doubleAt(i) == 3000);
        isWell &= isRight;
        System.out.println("the next call is " + (isRight ? "right" : "WRONG"));
    }

    private static Map<String, Call> calls() {
        var calls = new LinkedHashMap<String, Call>();
        Genred gaussian = gaussian(3, "CPU");
        calls.put("CPU sum", listener -> gaussian.progress(listener).call(Arena.ofAuto(), X, X, B));
        calls.put("CPU sum on one thread",
                listener -> gaussian.threads(1).progress(listener).call(Arena.ofAuto(), X, X, B));
        calls.put("CPU confined memory", listener -> {
            try (Arena arena = Arena.ofConfined()) {
                gaussian.progress(listener).call(arena, X.toHost(arena), X.toHost(arena), B.toHost(arena));
            }
        });
        Genred heavy = Genred.of(heavy(400), "x = Vi(3)", "y = Vj(3)").axis(1).backend("CPU").build();
        calls.put("CPU few rows and many columns of a heavy formula", listener -> {
            Genred watched = heavy.progress(listener);
            while (true) {
                watched.call(Arena.ofAuto(), FEW, MANY);
            }
        });
        calls.put("CPU heavy formula", listener -> heavy.progress(listener).call(Arena.ofAuto(), X, MANY));
        Genred wide = Genred.of("Exp(-SqDist(x,y))", "x = Vi(5000)", "y = Vj(5000)").axis(1).backend("CPU").build();
        calls.put("CPU vectors of 5000 numbers",
                listener -> wide.progress(listener).call(Arena.ofAuto(), LONG_VECTORS, LONG_VECTORS));
        for (Reduction reduction :
                List.of(Reduction.LOG_SUM_EXP, Reduction.ARG_MIN, Reduction.kMin(5), Reduction.kMin(300))) {
            Genred other = Genred.of("-SqDist(x,y)", "x = Vi(3)", "y = Vj(3)").reduction(reduction).axis(1)
                    .backend("CPU")
                    .build();
            calls.put("CPU " + reduction, listener -> other.progress(listener).call(Arena.ofAuto(), X, X));
        }
        Ranges blocks = Ranges.fromMatrix(
                new long[][] {{0, 400_000}}, new long[][] {{0, 400_000}}, new boolean[][] {{true}});
        calls.put("CPU ranges", listener -> gaussian.ranges(blocks).progress(listener).call(Arena.ofAuto(), X, X, B));
        calls.put("CPU batch", listener -> gaussian.progress(listener).call(Arena.ofAuto(), BATCH, BATCH, OF_BATCH));
        calls.put("CPU gradients", listener -> gaussian.gradient().progress(listener).call(Arena.ofAuto(), B, X, X, B));
        calls.put("CPU gradients of a batch", listener -> gaussian.gradient("x", "b").progress(listener)
                .call(Arena.ofAuto(), CHANGES_OF_BATCH, BATCH, BATCH, OF_BATCH));
        calls.put("CPU Hessian",
                listener -> gaussian.hessian("x").progress(listener).call(Arena.ofAuto(), B, List.of(X), X, X, B));
        Genred product = Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(2)", "y = Vj(2)", "b = Vj(1)").axis(1)
                .backend("CPU")
                .build();
        calls.put("CPU linear system", listener -> KernelSolve.of(product, "b").alpha(1e-6).eps(1e-14)
                .progress(listener)
                .call(Arena.ofAuto(), POINTS, POINTS, RIGHT_SIDE));
        calls.put("CPU lazy tensor", listener -> LazyTensor.vi(X).sqDist(LazyTensor.vj(X)).negate().exp()
                .backend("CPU").progress(listener).sum(1));
        calls.put("dense array", listener -> LazyTensor.vi(DENSE)
                .sqDist(LazyTensor.vj(DENSE)).exp().progress(listener).toDense(1L << 30));
        calls.put("REFERENCE sum",
                listener -> gaussian(3, "REFERENCE").progress(listener).call(Arena.ofAuto(), X, X, B));
        calls.put("REFERENCE few rows and many columns of a heavy formula",
                listener -> heavy.backend("REFERENCE").progress(listener).call(Arena.ofAuto(), FEW, MANY));
        return calls;
    }

    private static Genred gaussian(int dim, String backend) {
        return Genred.of("Exp(-SqDist(x,y)) * b", "x = Vi(" + dim + ")", "y = Vj(" + dim + ")", "b = Vj(1)")
                .axis(1).backend(backend).build();
    }

    /** A sum of many different terms. */
    private static String heavy(int terms) {
        return IntStream.range(0, terms)
                .mapToObj(k -> "Exp(-" + (k + 1) / 7.0 + " * SqDist(x,y)) * Cos(" + (k + 2) / 5.0 + " * (x|y))")
                .collect(Collectors.joining(" + "));
    }

    private static Tensor random(DType dtype, int rows, int columns) {
        var random = new SplittableRandom(SEED);
        if (dtype == DType.FLOAT64) {
            return Tensor.of(random.doubles((long) rows * columns).toArray(), rows, columns);
        }
        float[] numbers = new float[Math.multiplyExact(rows, columns)];
        for (int k = 0; k < numbers.length; k++) {
            numbers[k] = (float) random.nextDouble();
        }
        return Tensor.of(numbers, rows, columns);
    }

    private static Tensor ones(DType dtype, int rows, int columns) {
        Tensor ones = Tensor.allocate(Arena.ofAuto(), dtype, rows, columns);
        for (long k = 0; k < ones.count(); k++) {
            ones.setDoubleAt(k, 1);
        }
        return ones;
    }
}
