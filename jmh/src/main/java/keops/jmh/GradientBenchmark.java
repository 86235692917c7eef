package keops.jmh;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.concurrent.TimeUnit;
import keops.Genred;
import keops.Gradient;
import keops.execution.Backend;
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
 * The Gaussian product alone, and with its gradients by all arguments: the parameter, both clouds and the weights. They
 * take turns, so that changes of the clock and other load affect both; one thread, in CPU time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 9, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class GradientBenchmark {
    private static final int POINTS = 20_000;
    private static final int CHECKED_ROWS = 32;
    private static final double TOLERANCE = 2e-5;

    private Arena arena;
    private Data data;
    private Genred product;
    private Gradient gradient;

    /** Called by JMH. */
    public GradientBenchmark() {}

    /** Nanoseconds of both. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** The number of rounds. */
        public double rounds;

        /** The product alone. */
        public double value;

        /** The product and all gradients, in two calls. */
        public double withGradients;

        /** The product and all gradients, in one call. */
        public double atOnce;

        /** Called by JMH. */
        public Counters() {}
    }

    /** Makes the data and checks the gradients. */
    @Setup(Level.Trial)
    public void prepare() {
        arena = Arena.ofShared();
        data = Data.of(arena, new WorkloadShape(POINTS, POINTS, 3, 1));
        product = Genred.of("Exp(-G * SqDist(X,Y)) * B", data.shape().parameterPointsAndWeights()).axis(1)
                .threads(1).build();
        gradient = product.gradient();
        Data some = data.firstRows(CHECKED_ROWS);
        List<Tensor> expected = product.backend(Backend.REFERENCE).gradient().call(arena, some.e(), arguments(some));
        List<Tensor> ours = gradient.call(arena, some.e(), arguments(some));
        for (int k = 0; k < ours.size(); k++) {
            requireNear(product.arguments().get(k).name(), expected.get(k), ours.get(k));
        }
        ours = gradient.valueAndGradients(arena, some.e(), arguments(some)).gradients();
        for (int k = 0; k < ours.size(); k++) {
            requireNear(product.arguments().get(k).name(), expected.get(k), ours.get(k));
        }
    }

    private static void requireNear(String argument, Tensor expected, Tensor ours) {
        double largest = 0;
        double difference = 0;
        for (long k = 0; k < expected.count(); k++) {
            largest = Math.max(largest, Math.abs(expected.doubleAt(k)));
            difference = Math.max(difference, Math.abs(expected.doubleAt(k) - ours.doubleAt(k)));
        }
        if (!(difference <= TOLERANCE * largest)) {
            throw new IllegalStateException("the gradient by " + argument + " is off by " + difference
                    + " of " + largest);
        }
    }

    private static Tensor[] arguments(Data data) {
        return new Tensor[] {data.gamma(), data.x(), data.y(), data.b()};
    }

    /** Frees the data. */
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    /** A turn of each. */
    @Benchmark
    public double round(Counters counters) {
        try (Arena ofRound = Arena.ofShared()) {
            counters.value += Clock.nanos(1, () -> product.call(ofRound, arguments(data)));
            counters.withGradients += Clock.nanos(1, () -> {
                Tensor result = product.call(ofRound, arguments(data));
                gradient.callWith(ofRound, List.of(result), data.e(), arguments(data));
            });
            counters.atOnce += Clock.nanos(1, () -> gradient.valueAndGradients(ofRound, data.e(), arguments(data)));
        }
        counters.rounds++;
        return counters.value;
    }
}
