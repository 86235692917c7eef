package keops.jmh;

import java.lang.foreign.Arena;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keops.Genred;
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
 * Formulas of many operations on one thread, compared with a lower bound for their operations. The warm-up lasts until
 * C2 has compiled their many kernels.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 7)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class LargeFormulaBenchmark {
    private static final int CHECKED_ROWS = 16;
    private static final Pattern BOUND = Pattern.compile("at least ([0-9.]+) cycles per ([0-9]+) pairs");

    /** The formula. */
    @Param({"gradient-d50-e1", "gradient-d50-e5", "100-squares", "40-exponentials-and-cosines"})
    public String formula;

    private Arena arena;
    private Data data;
    private Genred sum;
    private Tensor result;
    private double bound;
    private int lanes;

    /** Called by JMH. */
    public LargeFormulaBenchmark() {}

    /** Cycles of all rounds, per vector of pairs. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** The cycles of the formula. */
        public double cycles;

        /** The lower bound of its operations. */
        public double bound;

        /** The number of rounds. */
        public double rounds;

        /** Called by JMH. */
        public Counters() {}
    }

    /** Makes the data and checks some rows. */
    @Setup(Level.Trial)
    public void prepare() {
        arena = Arena.ofShared();
        LargeFormula large = LargeFormula.named(formula);
        data = Data.of(arena, large.shape());
        sum = large.sum();
        result = Tensor.allocate(arena, DType.FLOAT32, large.shape().rows(), sum.outputDimension());
        Data some = data.firstRows(CHECKED_ROWS);
        Agreement.compare(formula, sum.call(arena, arguments(some)),
                sum.backend(Backend.REFERENCE).call(arena, arguments(some)));
        Matcher matcher = BOUND.matcher(sum.explain(DType.FLOAT32));
        if (!matcher.find()) {
            throw new IllegalStateException("no bound is told: " + sum.explain(DType.FLOAT32));
        }
        bound = Double.parseDouble(matcher.group(1));
        lanes = Integer.parseInt(matcher.group(2));
    }

    private static Tensor[] arguments(Data data) {
        return new Tensor[] {data.gamma(), data.x(), data.y(), data.b(), data.e()};
    }

    /** Frees the data. */
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    /** One call. */
    @Benchmark
    public void round(Counters counters) {
        double hertz = Clock.hertz();
        long nanos = Clock.nanos(1, () -> sum.callInto(result, arguments(data)));
        counters.cycles += nanos * 1e-9 * hertz * lanes / data.shape().pairs();
        counters.bound += bound;
        counters.rounds++;
    }
}
