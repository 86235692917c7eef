package keops.jmh;

import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import keops.Genred;
import keops.tensor.DType;
import keops.tensor.Tensor;
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
 * From the text of a new formula to its first result, 1,000 x 1,000, in a JVM that has run other formulas. A constant in
 * the formula differs from call to call, so that no kernel is used twice.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class FirstCallBenchmark {
    private static final int POINTS = 1_000;

    private Arena arena;
    private Tensor[] arguments;
    private int formulas;

    /** Made by JMH. */
    public FirstCallBenchmark() {}

    /** Makes the data. */
    @Setup(Level.Trial)
    public void prepare() {
        arena = Arena.ofShared();
        arguments = new Tensor[] {
            Tensor.vector(DType.FLOAT32, 0.7),
            Clouds.uniform(arena, DType.FLOAT32, 1, POINTS, 3),
            Clouds.uniform(arena, DType.FLOAT32, 2, POINTS, 3),
            Clouds.uniform(arena, DType.FLOAT32, 3, POINTS, 1)
        };
    }

    /** Frees the data. */
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    /** A new formula, to its first result. */
    @Benchmark
    public double formulaToFirstResult() {
        String formula = String.format(Locale.ROOT, "Exp(-G * SqDist(X,Y)) * (B + %d)", ++formulas);
        Genred product = Genred.of(formula, "G = Pm(1)", "X = Vi(3)", "Y = Vj(3)", "B = Vj(1)").axis(1).build();
        try (Arena ofCall = Arena.ofConfined()) {
            return product.call(ofCall, arguments).doubleAt(0);
        }
    }
}
