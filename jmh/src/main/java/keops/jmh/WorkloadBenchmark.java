package keops.jmh;

import java.lang.foreign.Arena;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import keops.execution.Backend;
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
 * A workload, computed in turns by this library, the hand-written limit, plain C++ and plain Java, each checked against
 * the reference back end first. A benchmark of JMH is a round; the figures of the contestants are its counters.
 *
 * <p>Known pitfalls: an exp without a range check looks twice as fast (the tests cover the whole range); the clock of a
 * shared machine drifts by a third (contestants take turns, and times are in cycles); other load on the machine (one
 * thread is timed in CPU time, and medians are taken); the JIT compiler works in the first seconds (there is a
 * warm-up).
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 15, time = 1, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class WorkloadBenchmark {
    /** The name of the workload; see {@link Suite}. */
    @Param({
        "gaussian-d3", "logsumexp-d3", "gradient-d10-e5", "gaussian-d100", "argkmin10-d3", "argkmin10-d10",
        "argkmin10-d100"
    })
    public String workload;

    /** The number of threads of a call. */
    @Param("1")
    public int threads;

    private static final long WARM_UP_NANOS = 3_000_000_000L;

    private Arena arena;
    private Contestant ours;
    private Optional<Contestant> limit;
    private Optional<Contestant> plain;
    private Contestant java;

    /** Called by JMH. */
    public WorkloadBenchmark() {}

    /** Cycles per 16 pairs and core, summed over rounds; 0 for contestants that do not take part. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        /** This library. */
        public double ours;

        /** Hand-written AVX-512. */
        public double limit;

        /** Plain C++. */
        public double plain;

        /** Plain Java. */
        public double java;

        /** Cycles per second. */
        public double hertz;

        /** The number of rounds. */
        public long rounds;

        /** Called by JMH. */
        public Counters() {}
    }

    /** Makes the data and checks all contestants. */
    @Setup(Level.Trial)
    public void prepare() {
        arena = Arena.ofShared();
        Workload chosen = Suite.workload(workload);
        Task task = chosen.task();
        Data data = Data.of(arena, chosen.shape());
        var agreement = new Agreement(task, data, arena);
        Computation library = task.prepare(data, Backend.CPU, threads);
        agreement.check("ours", library, data);
        ours = Contestant.whole(library, task, data, arena, threads);
        limit = chosen.limitName().flatMap(name -> NativeBaselines.find(name, data, threads)).map(computation -> {
            agreement.check("limit", computation, data);
            return Contestant.whole(computation, task, data, arena, threads);
        });
        Data few = agreement.rows();
        plain = NativeBaselines.find(task.plainName(), few, threads).map(computation -> {
            agreement.check("plain C++", computation, few);
            return Contestant.ofSomeRows(
                    rows -> NativeBaselines.find(task.plainName(), rows, threads).orElseThrow(),
                    task, data, arena, threads);
        });
        agreement.check("plain Java", PlainJava.of(task, few, threads), few);
        java = Contestant.ofSomeRows(rows -> PlainJava.of(task, rows, threads), task, data, arena, threads);
        if (limit.isPresent()) {
            untilCompiled();
        }
    }

    /**
     * Calls the library until C2 has compiled all kernels: in turns with slow contestants it would be called too rarely
     * in the warm-up.
     */
    private void untilCompiled() {
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP_NANOS; ) {
            ours.nanosPer16Pairs();
        }
    }

    /** Frees the data. */
    @TearDown(Level.Trial)
    public void free() {
        arena.close();
    }

    /** A turn of each. */
    @Benchmark
    public void round(Counters counters) {
        double before = Clock.hertz();
        double oursNanos = ours.nanosPer16Pairs();
        double limitNanos = limit.map(Contestant::nanosPer16Pairs).orElse(0.0);
        double plainNanos = plain.map(Contestant::nanosPer16Pairs).orElse(0.0);
        double javaNanos = java.nanosPer16Pairs();
        double hertz = (before + Clock.hertz()) / 2;
        counters.ours += oursNanos * hertz * 1e-9;
        counters.limit += limitNanos * hertz * 1e-9;
        counters.plain += plainNanos * hertz * 1e-9;
        counters.java += javaNanos * hertz * 1e-9;
        counters.hertz += hertz;
        counters.rounds++;
    }
}
