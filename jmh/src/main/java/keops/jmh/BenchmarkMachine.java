package keops.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The machine of the benchmarks. */
final class BenchmarkMachine {
    private BenchmarkMachine() {}

    /** The heading of a report. */
    static String title(double minutes, boolean isQuick) throws IOException {
        return String.format(Locale.ROOT, """
                # Results

                Written by `jmh/run.sh%s` on %s in %.0f minutes: %s, %d cores, Java %s; baselines: %s. Every
                computation is checked against the reference back end before it is timed. Where several are compared,
                they take turns in one JVM, with data of float32 on the same threads; figures are medians over turns.
                """,
                isQuick ? " --quick" : "", LocalDate.now(ZoneOffset.UTC), minutes, processor(),
                Runtime.getRuntime().availableProcessors(), Runtime.version(), NativeBaselines.description());
    }

    /** The processor's name, and its family and model, since names such as "AMD EPYC" are ambiguous. */
    private static String processor() throws IOException {
        Path cpuinfo = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(cpuinfo)) {
            return System.getProperty("os.arch");
        }
        List<String> lines = Files.readAllLines(cpuinfo);
        return value(lines, "model name").orElse(System.getProperty("os.arch"))
                + value(lines, "cpu family").map(family -> ", family " + family).orElse("")
                + value(lines, "model").map(model -> ", model " + model).orElse("");
    }

    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.contains(":") && line.substring(0, line.indexOf(':')).strip().equals(name))
                .findFirst()
                .map(line -> line.substring(line.indexOf(':') + 1).strip());
    }
}
