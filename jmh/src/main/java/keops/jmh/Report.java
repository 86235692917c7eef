package keops.jmh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Runs the benchmarks, each after a check against the reference, and writes their results as Markdown, with plots in
 * the adjacent folder {@code plots}; see {@code jmh/run.sh}. Measurements by hand are in a folder of sections, which
 * are appended in the order of their names.
 */
public final class Report {
    private static final String USAGE = "usage: Report [--quick] RESULTS.md SECTIONS";

    private final Path file;
    private final boolean isQuick;
    private final long start = System.nanoTime();
    private final StringBuilder text = new StringBuilder();
    private int failures;

    private Report(Path file, boolean isQuick) {
        this.file = file;
        this.isQuick = isQuick;
    }

    /** Runs the benchmarks and writes the named file; exits with 1 if one failed. */
    public static void main(String[] arguments) throws IOException {
        List<String> given = Arrays.asList(arguments);
        boolean isQuick = given.contains("--quick");
        List<String> paths = given.stream().filter(argument -> !argument.startsWith("--")).toList();
        if (paths.size() != 2 || given.size() != (isQuick ? 3 : 2)) {
            System.err.println(USAGE);
            System.exit(2);
        }
        var report = new Report(Path.of(paths.getFirst()), isQuick);
        report.write(new Runs(isQuick), Path.of(paths.getLast()));
        if (report.failures > 0) {
            System.err.println(report.failures + " sections failed: see " + report.file);
            System.exit(1);
        }
    }

    private void write(Runs runs, Path sections) throws IOException {
        Files.createDirectories(file.resolveSibling("plots"));
        add(new LimitSection(runs));
        add(new FirstCallSection(runs));
        add(new GpuFirstCallSection(runs));
        add(new GradientSection(runs));
        for (FamilySection family : FamilySection.all(runs)) {
            add(family);
        }
        add(new LargeFormulaSection(runs));
        add(new InverseSection(runs));
        add(new AccuracySection(runs));
        try (Stream<Path> handPlaced = Files.list(sections)) {
            for (Path section : handPlaced.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
                text.append('\n').append(Files.readString(section));
            }
        }
        save();
    }

    /**
     * Measures a section and saves the report so far; a failure is reported in its place and does not end the others.
     */
    private void add(Section section) throws IOException {
        text.append("\n## ").append(section.title()).append("\n\n");
        try {
            section.measure();
            text.append(section.text());
            for (Section.Image image : section.images()) {
                String name = "plots/" + image.name() + ".svg";
                text.append("\n![").append(image.plot().title()).append("](").append(name).append(")\n");
                Files.writeString(file.resolveSibling(name), image.plot().svg());
            }
        } catch (RunnerException e) {
            failures++;
            text.append("Failed: ").append(rootCause(e).getMessage()).append('\n');
        }
        save();
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null || cause.getSuppressed().length > 0) {
            cause = cause.getCause() != null ? cause.getCause() : cause.getSuppressed()[0];
        }
        return cause;
    }

    private void save() throws IOException {
        double minutes = (System.nanoTime() - start) / 60e9;
        Files.writeString(file, BenchmarkMachine.title(minutes, isQuick) + text);
    }
}
