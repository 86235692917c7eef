package keops.jmh;

import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import keops.Genred;
import keops.cuda.Cuda;
import keops.cuda.CudaCompiler;
import keops.error.BackendException;
import keops.execution.Backend;
import keops.tensor.DType;
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
 * The time from the text of a formula to its first result on a GPU, if its kernel must be compiled, is on disk, or is
 * loaded. Without a GPU it is the time to the kernel's code, for compute capability 9.0. The store is a folder of the
 * benchmarks that is kept between JVMs.
 */
@State(Scope.Benchmark)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class GpuFirstCallBenchmark {
    private static final String STORE = "-Dkeops.cache.folder=jmh/target/kernel-cache";
    private static final int ARCHITECTURE = 90;
    private static final int ROWS = 1_000;

    /** Different in each JVM, so that no kernel of an earlier run is found. */
    private long formulas = System.nanoTime() % 1_000_000_000;
    private Arena arena;
    private Data data;

    /** Called by JMH. */
    public GpuFirstCallBenchmark() {}

    /** Milliseconds. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** With a kernel that must be compiled. */
        public double cold;

        /** With a kernel on disk. */
        public double disk;

        /** With a loaded kernel; 0 without a GPU. */
        public double memory;

        /** Called by JMH. */
        public Counters() {}
    }

    /** Makes the data. */
    @Setup(Level.Trial)
    public void prepare() {
        CudaCompiler.unavailabilityCause().ifPresent(cause -> {
            throw new BackendException(cause);
        });
        arena = Arena.ofShared();
        data = Data.of(arena, new WorkloadShape(ROWS, ROWS, 3, 1));
    }

    /** Frees the data. */
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    private Genred formula(long constant) {
        return Genred.of(String.format(Locale.ROOT, "Exp(-G * SqDist(X,Y)) * (B + %d)", constant),
                data.shape().parameterPointsAndWeights()).axis(1).build();
    }

    private double firstMillis(long constant) {
        long start = System.nanoTime();
        Genred product = formula(constant);
        if (Cuda.isAvailable()) {
            try (Arena ofCall = Arena.ofConfined()) {
                product.backend(Backend.GPU).call(ofCall, data.gamma(), data.x(), data.y(), data.b());
            }
        } else {
            product.kernels().precompile(DType.FLOAT32, ARCHITECTURE);
        }
        return (System.nanoTime() - start) * 1e-6;
    }

    private int architecture() {
        return Cuda.isAvailable() ? Cuda.architectures().getFirst() : ARCHITECTURE;
    }

    /** In a JVM that has computed other formulas. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 10)
    @Measurement(iterations = 20)
    @Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", STORE})
    public void inWarmJvm(Counters counters) {
        counters.cold += firstMillis(++formulas);
        long onDisk = ++formulas;
        formula(onDisk).kernels().precompile(DType.FLOAT32, architecture());
        counters.disk += firstMillis(onDisk);
        if (Cuda.isAvailable()) {
            counters.memory += firstMillis(onDisk);
        }
    }

    /** The first formula of a JVM, which is new. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(value = 5, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", STORE})
    public double coldFirstOfJvm() {
        return firstMillis(++formulas);
    }

    /** The first formula of a JVM, which the previous JVM compiled. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @Warmup(iterations = 0)
    @Measurement(iterations = 1)
    @Fork(value = 5, warmups = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", STORE})
    public double diskFirstOfJvm() {
        return firstMillis(-1);
    }
}
