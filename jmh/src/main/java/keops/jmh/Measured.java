package keops.jmh;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;

/** The counters of a benchmark by iteration. */
final class Measured {
    private final List<Map<String, Double>> iterations = new ArrayList<>();

    Measured(RunResult result) {
        result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(Measured::counters)
                .forEach(iterations::add);
    }

    private static Map<String, Double> counters(IterationResult iteration) {
        var counters = new HashMap<String, Double>();
        iteration.getSecondaryResults().forEach((name, result) -> counters.put(name, result.getScore()));
        counters.put("score", iteration.getPrimaryResult().getScore());
        return counters;
    }

    /** The median over iterations of a counter, or of {@code score}, the measurement of JMH itself. */
    double median(String counter) {
        return medianOf(counters -> counters.get(counter));
    }

    /** The largest over iterations of a counter. */
    double largest(String counter) {
        return iterations.stream().mapToDouble(counters -> counters.get(counter)).max().orElseThrow();
    }

    /** The median over iterations of a counter per round. */
    double perRound(String counter) {
        return medianOf(counters -> counters.get(counter) / counters.get("rounds"));
    }

    /** The median over iterations of the ratio of two counters. */
    double ratio(String dividend, String divisor) {
        return medianOf(counters -> counters.get(dividend) / counters.get(divisor));
    }

    /** Whether a counter was measured. */
    boolean has(String counter) {
        return median(counter) > 0;
    }

    private double medianOf(ToDoubleFunction<Map<String, Double>> value) {
        return median(iterations.stream().mapToDouble(value).toArray());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
