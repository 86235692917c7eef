package keops.jmh;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import keops.Backend;
import keops.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The Gaussian product {@code a_i = sum_j exp(-g |x_i - y_j|^2) b_j}, D = 3, E = 1, float32, 20,000 x 20,000.
 *
 * <p>What would fool us: an exp without range guard looks twice as fast (the check compares with the reference, and the
 * tests cover the whole range); the clock of a shared machine drifts by a third, so that {@link #clock} measures it in
 * the same run and {@link Report} gives cycles; the first seconds belong to the JIT compiler (warm-up).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class GaussianBenchmark {
    static final int POINTS = 20_000;
    private static final Task TASK = new Task.Product(RadialKernel.GAUSSIAN);
    private static final int STEPS = 10_000_000;
    private static final double CYCLES_PER_STEP = 4;

    /** The threads of a call. */
    @Param({"1", "2"})
    public int threads;

    private Arena arena;
    private Computation product;
    private Tensor result;

    /** Made by JMH. */
    public GaussianBenchmark() {}

    /** From the time of {@link #clock} to the speed of the core. */
    static double hertz(double millisPerRun) {
        return STEPS * CYCLES_PER_STEP / (millisPerRun * 1e-3);
    }

    /** Makes the data and checks the result. */
    @Setup(Level.Trial)
    public void prepare() {
        arena = Arena.ofShared();
        Data data = Data.of(arena, new Shape(POINTS, POINTS, 3, 1));
        product = TASK.prepare(data, Backend.CPU, threads);
        result = data.allocateResult(arena, TASK);
        Agreement.check("ours", product, TASK, data, 1e-6);
    }

    /** Frees the data. */
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    /** The product. */
    @Benchmark
    public Tensor product() {
        product.call(result);
        return result;
    }

    /**
     * The clock: 10 million steps of an exclusive or and a multiplication that wait for each other, 1 + 3 cycles on every
     * current x86-64 core. (An addition in place of the exclusive or would not do: C2 folds several such steps into one.)
     */
    @Benchmark
    public long clock() {
        long x = threads;
        for (int k = 0; k < STEPS; k++) {
            x = (x ^ k) * 6364136223846793005L;
        }
        return x;
    }
}
