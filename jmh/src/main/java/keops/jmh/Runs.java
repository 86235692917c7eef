package keops.jmh;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks.
 *
 * @param isQuick whether this is a smoke test: short runs of some workloads
 */
record Runs(boolean isQuick) {
    /** The number of threads of a call on all cores. */
    static int allCores() {
        return Runtime.getRuntime().availableProcessors();
    }

    /** The whole list, or its first elements in a quick run. */
    <T> List<T> some(List<T> all, int quick) {
        return isQuick ? all.subList(0, Math.min(quick, all.size())) : all;
    }

    /** Runs workloads on a number of threads, and returns the measurements by name. */
    Map<String, Measured> workloads(List<Workload> workloads, int threads) throws RunnerException {
        String[] names = workloads.stream().map(Workload::name).toArray(String[]::new);
        return byParameter("WorkloadBenchmark.round", "workload", names, "threads", String.valueOf(threads));
    }

    /** Runs the benchmark of linear systems, and returns the measurements by the number of points. */
    Map<String, Measured> inverses(List<Integer> points) throws RunnerException {
        String[] values = points.stream().map(String::valueOf).toArray(String[]::new);
        return byParameter("InverseBenchmark.round", "points", values);
    }

    /** Runs the benchmark of large formulas, and returns the measurements by name. */
    Map<String, Measured> largeFormulas(List<LargeFormula> formulas) throws RunnerException {
        return byParameter("LargeFormulaBenchmark.round", "formula",
                formulas.stream().map(LargeFormula::id).toArray(String[]::new));
    }

    /** Runs a benchmark without parameters. */
    Measured single(String benchmark) throws RunnerException {
        return new Measured(run(options(benchmark)).iterator().next());
    }

    private Map<String, Measured> byParameter(String benchmark, String parameter, String[] values, String... fixed)
            throws RunnerException {
        ChainedOptionsBuilder options = options(benchmark).param(parameter, values);
        for (int k = 0; k < fixed.length; k += 2) {
            options.param(fixed[k], fixed[k + 1]);
        }
        var measured = new HashMap<String, Measured>();
        for (RunResult result : run(options)) {
            measured.put(result.getParams().getParam(parameter), new Measured(result));
        }
        if (!measured.keySet().containsAll(Arrays.asList(values))) {
            throw new IllegalStateException("of " + Arrays.toString(values) + " only " + measured.keySet() + " ran");
        }
        return measured;
    }

    private ChainedOptionsBuilder options(String benchmark) {
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("keops\\.jmh\\." + benchmark.replace(".", "\\.") + "$")
                .shouldFailOnError(true);
        return isQuick
                ? options.forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(200))
                        .measurementIterations(2)
                        .measurementTime(TimeValue.milliseconds(1))
                : options;
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }
}
