package keops.jmh;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.runner.RunnerException;

/** The section that compares the library with hand-written AVX-512 kernels, on one thread and on all cores. */
final class LimitSection implements Section {
    private final Runs runs;
    private final List<Workload> workloads;
    private final Map<Integer, Map<String, Measured>> byThreads = new TreeMap<>();

    LimitSection(Runs runs) {
        this.runs = runs;
        this.workloads = runs.some(Suite.limits(), 2);
    }

    @Override
    public void measure() throws RunnerException {
        byThreads.put(1, runs.workloads(workloads, 1));
        if (Runs.allCores() > 1) {
            byThreads.put(Runs.allCores(), runs.workloads(workloads, Runs.allCores()));
        }
    }

    @Override
    public String title() {
        return "Beside hand-written AVX-512";
    }

    @Override
    public String text() {
        var text = new StringBuilder("""
                Cycles are those per 16 pairs and core: less is better; for the Gaussian in D = 3 the ports of the core
                allow 5.0 where they start two products of 16 numbers per cycle (Zen 5), and 10 where they start one
                (Zen 4, family 25). The limit is written by hand in `jmh/baseline/limit.cpp`; plain C++ has no
                intrinsics and is built with `-O3 -march=native -ffast-math -fopenmp`; plain Java is a double loop.
                M = N = 20,000 in D = 3 and, for neighbours, D = 10; else 10,000.

                """);
        byThreads.forEach((threads, measured) -> {
            var table = new MarkdownTable(threads + (threads == 1 ? " thread" : " threads"), "ms", "10^9 pairs/s",
                    "cycles",
                    "limit's", "of limit", "plain C++'s", "times plain C++", "plain Java's", "times plain Java",
                    "clock GHz");
            for (Workload workload : workloads) {
                table.row(row(workload, measured.get(workload.name()), threads));
            }
            text.append(table).append('\n');
        });
        workloads.getFirst().limitName().ifPresent(name -> {
            if (byThreads.values().stream().flatMap(m -> m.values().stream()).noneMatch(m -> m.has("limit"))) {
                text.append("The dashes: ").append(NativeBaselines.whyMissing(name)).append(".\n\n");
            }
        });
        if (byThreads.size() > 1) {
            text.append(scaling());
        }
        return text.toString();
    }

    private static Object[] row(Workload workload, Measured measured, int threads) {
        double cycles = measured.perRound("ours");
        double pairsPerSecond = measured.perRound("hertz") * threads * 16 / cycles;
        boolean limit = measured.has("limit");
        boolean plain = measured.has("plain");
        return new Object[] {
            workload.name(),
            MarkdownTable.number(workload.shape().pairs() / pairsPerSecond * 1e3),
            MarkdownTable.number(pairsPerSecond * 1e-9),
            MarkdownTable.number(cycles),
            MarkdownTable.numberOrDash(limit, measured.perRound("limit")),
            MarkdownTable.numberOrDash(limit, measured.ratio("limit", "ours")),
            MarkdownTable.numberOrDash(plain, measured.perRound("plain")),
            MarkdownTable.numberOrDash(plain, measured.ratio("plain", "ours")),
            MarkdownTable.number(measured.perRound("java")),
            MarkdownTable.number(measured.ratio("java", "ours")),
            MarkdownTable.number(measured.perRound("hertz") * 1e-9)
        };
    }

    private String scaling() {
        int threads = Runs.allCores();
        var table = new MarkdownTable("speed on " + threads + " threads", "times that on one", "the limit's");
        for (Workload workload : workloads) {
            Measured one = byThreads.get(1).get(workload.name());
            Measured all = byThreads.get(threads).get(workload.name());
            table.row(workload.name(),
                    MarkdownTable.number(threads * one.perRound("ours") / all.perRound("ours")),
                    MarkdownTable.numberOrDash(one.has("limit"),
                            threads * one.perRound("limit") / all.perRound("limit")));
        }
        return table.toString();
    }
}
