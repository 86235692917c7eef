package keops.jmh;

import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import keops.Genred;
import keops.tensor.Tensor;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The time from the text of a new formula to its first result, on all cores. A constant in the formula changes with
 * each call, so that no kernel is used twice.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FirstCallBenchmark {
    private static final int FEW = 1_000;
    private static final int MANY = 20_000;
    private static final long STEADY_NANOS = 3_000_000_000L;
    private static final int STEADY_CALLS = 10;

    private Arena arena;
    private Data few;
    private Data many;
    private int formulas;

    /** Called by JMH. */
    public FirstCallBenchmark() {}

    /** Milliseconds of the first call of a formula, and of a later one. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** From the text to the first result. */
        public double first;

        /** The median of the last calls. */
        public double steady;

        /** Called by JMH. */
        public Counters() {}
    }

    /** Makes the data. */
    @Setup(Level.Trial)
    public void prepare() {
        arena = Arena.ofShared();
        few = Data.of(arena, new WorkloadShape(FEW, FEW, 3, 1));
        many = Data.of(arena, new WorkloadShape(MANY, MANY, 3, 1));
    }

    /** Frees the data. */
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    private Genred newFormula() {
        String formula = String.format(Locale.ROOT, "Exp(-G * SqDist(X,Y)) * (B + %d)", ++formulas);
        return Genred.of(formula, few.shape().parameterPointsAndWeights()).axis(1).build();
    }

    private static double millis(Genred product, Data data, Tensor result) {
        long start = System.nanoTime();
        product.callInto(result, data.gamma(), data.x(), data.y(), data.b());
        return (System.nanoTime() - start) * 1e-6;
    }

    private double firstResult() {
        try (Arena ofCall = Arena.ofConfined()) {
            return newFormula().call(ofCall, few.gamma(), few.x(), few.y(), few.b()).doubleAt(0);
        }
    }

    /** The pause between new formulas. */
    @State(Scope.Benchmark)
    public static class Pause {
        private static final long MILLIS = 200;

        /** Called by JMH. */
        public Pause() {}

        /** Sleeps before an invocation. */
        @Setup(Level.Iteration)
        public void pause() throws InterruptedException {
            Thread.sleep(MILLIS);
        }
    }

    /** 1,000 x 1,000 in a JVM that has computed other formulas for some seconds, five per second. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 20)
    @Measurement(iterations = 20)
    @Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
    public double inWarmJvm(Pause pause) {
        return firstResult();
    }

    /** 1,000 x 1,000, the first formula of a JVM. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(value = 5, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
    public double firstOfJvm() {
        return firstResult();
    }

    /**
     * 20,000 x 20,000, the first call, and repeated calls until the peak speed; the JVM has computed other formulas
     * before.
     */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @Warmup(iterations = 2, time = 1, timeUnit = TimeUnit.MILLISECONDS)
    @Measurement(iterations = 5, time = 1, timeUnit = TimeUnit.MILLISECONDS)
    @Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
    public void onceAndAgain(Counters counters) {
        try (Arena ofCall = Arena.ofShared()) {
            Tensor result = Tensor.allocate(ofCall, many.x().dtype(), MANY, 1);
            long start = System.nanoTime();
            Genred product = newFormula();
            millis(product, many, result);
            counters.first += (System.nanoTime() - start) * 1e-6;
            while (System.nanoTime() - start < STEADY_NANOS) {
                millis(product, many, result);
            }
            double[] last = new double[STEADY_CALLS];
            for (int call = 0; call < STEADY_CALLS; call++) {
                last[call] = millis(product, many, result);
            }
            counters.steady += Measured.median(last);
        }
    }
}
