package keops.jmh;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.runner.RunnerException;

/**
 * A section about workloads that differ in one parameter, on all cores.
 *
 * @param runs runs the benchmarks
 * @param title the title
 * @param intro what is computed
 * @param workloads the workloads
 * @param axis the varying parameter, for the plot; null for no plot
 * @param measured the measurements, by name
 */
record FamilySection(Runs runs, String title, String intro, List<Workload> workloads, Axis axis,
        Map<String, Measured> measured) implements Section {
    /**
     * The axis of a plot.
     *
     * @param file the name of its file
     * @param label its label
     * @param value the coordinate of a workload
     * @param series the line of a workload
     */
    record Axis(String file, String label, ToDoubleFunction<Workload> value, Function<Workload, String> series) {}

    private static final Map<String, String> CONTESTANTS = contestants();

    private static Map<String, String> contestants() {
        var names = new LinkedHashMap<String, String>();
        names.put("ours", "this library");
        names.put("limit", "AVX-512 by hand");
        names.put("plain", "plain C++");
        names.put("java", "plain Java");
        return names;
    }

    /** All families. */
    static List<FamilySection> all(Runs runs) {
        return List.of(
                of(runs, "Products of four kernels", "sum\\_j k(x\\_i, y\\_j) b\\_j, M = N = 10,000, D = E = 3.",
                        runs.some(Suite.products(), 1), null),
                of(runs, "Gradients of these products", "By x; M = N = 10,000, D = E = 3.",
                        runs.some(Suite.gradients(), 1), null),
                of(runs, "Few points and many",
                        "The Gaussian product in space, D = 3, E = 1, M = N; of many rows those that make "
                                + "4 10^9 pairs.", runs.some(Suite.sizes(), 2),
                        new Axis("points", "points N", w -> w.shape().columns(), _ -> "")),
                of(runs, "From dimension 1 to 3000",
                        "The Gaussian product, N = 10,000, E = 1; M = 10,000, or 1,000,000 / D where that is less.",
                        runs.some(Suite.dimensions(), 2),
                        new Axis("dimensions", "dimension D", w -> w.shape().dim(), _ -> "")),
                of(runs, "K nearest neighbours", "Of M = 2,000 points among N = 100,000, brute force.",
                        runs.some(Suite.neighbours(), 1),
                        new Axis("neighbours", "neighbours K", w -> w.shape().width(),
                                w -> ", D = " + w.shape().dim())),
                of(runs, "Few rows",
                        "M = 1, 10, 100 points against N = 1,000,000, D = 3: the Gaussian product, E = 1, and the 10 "
                                + "nearest. Of one row, bringing the 12 or 16 MB of columns into place takes longer "
                                + "than arithmetic.",
                        runs.some(Suite.fewRows(), 2),
                        new Axis("few-rows", "rows M", w -> w.shape().rows(),
                                w -> ", " + w.name().replaceFirst("-rows.*", ""))));
    }

    private static FamilySection of(Runs runs, String title, String intro, List<Workload> workloads, Axis axis) {
        return new FamilySection(runs, title, intro, workloads, axis, new LinkedHashMap<>());
    }

    @Override
    public void measure() throws RunnerException {
        measured.putAll(runs.workloads(workloads, Runs.allCores()));
    }

    @Override
    public String text() {
        var table = new MarkdownTable("on all cores", "ms", "10^9 pairs/s", "cycles per 16 pairs and core", "of limit",
                "times plain C++", "times plain Java");
        for (Workload workload : workloads) {
            Measured m = measured.get(workload.name());
            double pairs = pairsPerSecond(m, "ours");
            table.row(workload.name(), MarkdownTable.number(workload.shape().pairs() / pairs * 1e3),
                    MarkdownTable.number(pairs * 1e-9), MarkdownTable.number(m.perRound("ours")),
                    MarkdownTable.numberOrDash(m.has("limit"), m.ratio("limit", "ours")),
                    MarkdownTable.numberOrDash(m.has("plain"), m.ratio("plain", "ours")),
                    MarkdownTable.number(m.ratio("java", "ours")));
        }
        return intro + "\n\n" + table;
    }

    private static double pairsPerSecond(Measured measured, String contestant) {
        return measured.perRound("hertz") * Runs.allCores() * 16 / measured.perRound(contestant);
    }

    @Override
    public List<Image> images() {
        if (axis == null) {
            return List.of();
        }
        var lines = new LinkedHashMap<String, List<Plot.Point>>();
        CONTESTANTS.forEach((counter, name) -> {
            for (Workload workload : workloads) {
                Measured m = measured.get(workload.name());
                if (m.has(counter)) {
                    lines.computeIfAbsent(name + axis.series.apply(workload), _ -> new ArrayList<>())
                            .add(new Plot.Point(axis.value.applyAsDouble(workload), pairsPerSecond(m, counter)));
                }
            }
        });
        var plot = new Plot(title + ", " + Runs.allCores() + " cores", axis.label, "pairs per second");
        lines.forEach(plot::line);
        return List.of(new Image(axis.file, plot));
    }
}
