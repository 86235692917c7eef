package keops.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks and writes their results as Markdown.
 *
 * <pre>java --add-modules=jdk.incubator.vector -cp jmh/target/benchmarks.jar keops.jmh.Report jmh/RESULTS.md</pre>
 */
public final class Report {
    /** Cycles per 16 pairs, per core: the ports' limit, and hand-written AVX-512 code with an exact exp. */
    private static final double PORT_LIMIT = 5.0;

    private static final double HAND_WRITTEN = 6.9;

    private final Collection<RunResult> results;
    private final StringBuilder text = new StringBuilder();

    private Report(Collection<RunResult> results) {
        this.results = results;
    }

    /** Runs the benchmarks and writes the file that is named. */
    public static void main(String[] arguments) throws IOException, RunnerException {
        if (arguments.length != 1) {
            System.err.println("usage: Report FILE.md");
            System.exit(2);
        }
        var options = new OptionsBuilder().include("keops\\.jmh\\..*").build();
        var report = new Report(new Runner(options).run());
        report.write();
        Files.writeString(Path.of(arguments[0]), report.text.toString());
    }

    private void write() throws IOException {
        line("# Results");
        line("");
        line(String.format(Locale.ROOT, "Written by `keops.jmh.Report` on %s: %s, %d cores, Java %s. Each benchmark is"
                        + " checked against the",
                LocalDate.now(ZoneOffset.UTC), processor(), Runtime.getRuntime().availableProcessors(),
                Runtime.version()));
        line("reference back end before it is timed. Times are means of seven seconds; the clock is measured in the same"
                + " run.");
        line("");
        line("## Gaussian product, D = 3, E = 1, float32, 20,000 x 20,000");
        line("");
        line(String.format(Locale.ROOT, "| threads | ms | 10^9 pairs/s | clock GHz | cycles per 16 pairs per core |"
                + " times the port limit (%.1f) | times hand-written AVX-512 (%.1f) |", PORT_LIMIT, HAND_WRITTEN));
        line("| --- | --- | --- | --- | --- | --- | --- |");
        for (String threads : new String[] {"1", "2"}) {
            double millis = score("GaussianBenchmark.product", threads);
            double hertz = GaussianBenchmark.hertz(score("GaussianBenchmark.clock", threads));
            double pairs = (double) GaussianBenchmark.POINTS * GaussianBenchmark.POINTS;
            double cycles = millis * 1e-3 * hertz * Integer.parseInt(threads) * 16 / pairs;
            line(String.format(Locale.ROOT, "| %s | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |", threads, millis, pairs / millis * 1e-6, hertz * 1e-9,
                    cycles, cycles / PORT_LIMIT, cycles / HAND_WRITTEN));
        }
        line("");
        line("## A new formula to its first result, 1,000 x 1,000, warm JVM");
        line("");
        line(String.format(Locale.ROOT, "%.1f ms (mean of 20 formulas, all cores)",
                score("FirstCallBenchmark.formulaToFirstResult", null)));
    }

    private double score(String benchmark, String threads) {
        return results.stream()
                .filter(r -> r.getParams().getBenchmark().endsWith(benchmark))
                .filter(r -> threads == null || threads.equals(r.getParams().getParam("threads")))
                .findFirst()
                .orElseThrow()
                .getPrimaryResult()
                .getScore();
    }

    private static String processor() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return System.getProperty("os.arch");
        }
        return Files.readAllLines(cpuinfo).stream()
                .filter(l -> l.startsWith("model name"))
                .findFirst()
                .map(l -> l.substring(l.indexOf(':') + 1).strip())
                .orElse(System.getProperty("os.arch"));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
