package keops.jmh;

import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * The inverse of a Gaussian kernel matrix of points in three dimensions, plus 0.8 on its diagonal, applied to a vector:
 * conjugate gradients, with products by this library and by plain C++ in turns, on all cores. The warm-up lasts until
 * the kernels have been compiled, since the cost of that is measured by {@link FirstCallBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1, time = 6)
@Measurement(iterations = 3, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class InverseBenchmark {
    private static final Task PRODUCT = new Task.Product(RadialKernel.GAUSSIAN);
    private static final double ALPHA = 0.8;
    private static final int CHECKED_ROWS = 32;
    /** The kernel decays within a tenth of the cube. */
    private static final double GAMMA = 50;

    /** The number of points. */
    @Param({"100", "1000", "10000", "20000"})
    public int points;

    private Arena arena;
    private Data data;
    private Tensor image;
    private double[] rightHandSide;
    private double[] solution;
    private Computation ours;
    private Optional<Computation> plain;

    /** Called by JMH. */
    public InverseBenchmark() {}

    /** Milliseconds of all rounds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** With products by this library. */
        public double ours;

        /** With products by plain C++. */
        public double plain;

        /** The number of products of a solution. */
        public long steps;

        /** The number of rounds. */
        public long rounds;

        /** Called by JMH. */
        public Counters() {}
    }

    /** Makes the data and checks both solutions. */
    @Setup(Level.Trial)
    public void prepare() {
        arena = Arena.ofShared();
        int threads = Runtime.getRuntime().availableProcessors();
        Data drawn = Data.of(arena, new WorkloadShape(points, points, 3, 1));
        data = new Data(drawn.shape(), Tensor.vector(DType.FLOAT32, GAMMA), drawn.x(), drawn.x(), drawn.b(), drawn.e());
        rightHandSide = drawn.e().toDoubleArray();
        solution = new double[points];
        image = data.allocateResult(arena, PRODUCT);
        ours = PRODUCT.prepare(data, Backend.CPU, threads);
        plain = NativeBaselines.find(PRODUCT.plainName(), data, threads);
        solveWith(ours);
        check("ours");
        plain.ifPresent(product -> {
            solveWith(product);
            check("plain C++");
        });
    }

    /** Compares K a + alpha a with b by the reference, for some rows. */
    private void check(String who) {
        Data first = data.firstRows(CHECKED_ROWS);
        for (int k = 0; k < points; k++) {
            data.b().setDoubleAt(k, solution[k]);
        }
        Tensor product = first.allocateResult(arena, PRODUCT);
        PRODUCT.prepare(first, Backend.REFERENCE, 1).call(product);
        for (int i = 0; i < first.shape().rows(); i++) {
            double difference = product.doubleAt(i) + ALPHA * solution[i] - rightHandSide[i];
            if (!(Math.abs(difference) < 100 * PlainConjugateGradient.TOLERANCE)) {
                throw new IllegalStateException(who + ": row " + i + " of the solution is off by " + difference);
            }
        }
    }

    private int solveWith(Computation product) {
        return PlainConjugateGradient.solve(product, data.b(), image, ALPHA, rightHandSide, solution);
    }

    /** Frees the data. */
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    /** A solution by each contestant. */
    @Benchmark
    public void round(Counters counters) {
        long start = System.nanoTime();
        counters.steps += solveWith(ours);
        counters.ours += (System.nanoTime() - start) * 1e-6;
        plain.ifPresent(product -> {
            long plainStart = System.nanoTime();
            solveWith(product);
            counters.plain += (System.nanoTime() - plainStart) * 1e-6;
        });
        counters.rounds++;
    }
}
