package keops.jmh;

import java.lang.foreign.Arena;
import java.util.Locale;
import java.util.Optional;
import keops.execution.Backend;
import keops.tensor.Tensor;

/** Compares the library with the hand-written limit, in turns; see {@code jmh/compare.sh}. */
public final class Compare {
    private static final long WARM_UP_NANOS = 3_000_000_000L;

    private Compare() {}

    /** Compares the workloads whose names contain the first argument, on a number of threads, in a number of rounds. */
    public static void main(String[] arguments) {
        String part = arguments.length > 0 ? arguments[0] : "";
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
        int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 15;
        System.out.printf("%-16s %9s %9s %9s %9s   cycles per 16 pairs and core, %d threads, %d rounds%n",
                "workload", "ours", "limit", "of limit", "GHz", threads, rounds);
        Suite.limits().stream().filter(w -> w.name().contains(part)).forEach(w -> compare(w, threads, rounds));
    }

    private static void compare(Workload workload, int threads, int rounds) {
        try (Arena arena = Arena.ofShared()) {
            Data data = Data.of(arena, workload.shape());
            Tensor result = data.allocateResult(arena, workload.task());
            Computation ours = workload.task().prepare(data, Backend.CPU, threads);
            Optional<Computation> limit =
                    workload.limitName().flatMap(name -> NativeBaselines.find(name, data, threads));
            var agreement = new Agreement(workload.task(), data, arena);
            agreement.check("ours", ours, data);
            limit.ifPresent(c -> agreement.check("limit", c, data));
            warmUp(ours, result);
            double[] oursCycles = new double[rounds];
            double[] limitCycles = new double[rounds];
            double[] parts = new double[rounds];
            double[] hertz = new double[rounds];
            for (int r = 0; r < rounds; r++) {
                double before = Clock.hertz();
                long oursNanos = Clock.nanos(threads, () -> ours.call(result));
                long limitNanos = limit.map(c -> Clock.nanos(threads, () -> c.call(result))).orElse(0L);
                hertz[r] = (before + Clock.hertz()) / 2;
                double cyclesPerNano = hertz[r] * 1e-9 * threads * 16 / workload.shape().pairs();
                oursCycles[r] = oursNanos * cyclesPerNano;
                limitCycles[r] = limitNanos * cyclesPerNano;
                parts[r] = (double) limitNanos / oursNanos;
            }
            String beside = limit.isPresent()
                    ? String.format(Locale.ROOT, "%9.2f %9.3f", Measured.median(limitCycles), Measured.median(parts))
                    : "        -         -";
            System.out.printf(Locale.ROOT, "%-16s %9.2f %s %9.2f%n", workload.name(), Measured.median(oursCycles),
                    beside, Measured.median(hertz) * 1e-9);
            if (limit.isEmpty()) {
                System.out.println("  no limit: " + NativeBaselines.whyMissing(workload.limitName().orElseThrow()));
            }
        }
    }

    /** Calls until the JIT compiler has finished. */
    private static void warmUp(Computation computation, Tensor result) {
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP_NANOS; ) {
            computation.call(result);
        }
    }
}
