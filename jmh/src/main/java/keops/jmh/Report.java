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
 * the folder {@code plots} beside; see {@code jmh/run.sh}. What was measured by hand is kept in a folder of sections,
 * which follow in the order of their names.
 */
public final class Report {
    private static final String USAGE = "usage: Report [--quick] RESULTS.md SECTIONS";

    private final Path file;
    private final StringBuilder text = new StringBuilder();

    private Report(Path file) {
        this.file = file;
    }

    /** Runs the benchmarks and writes the file that is named. */
    public static void main(String[] arguments) throws IOException, RunnerException {
        List<String> given = Arrays.asList(arguments);
        boolean isQuick = given.contains("--quick");
        List<String> paths = given.stream().filter(argument -> !argument.startsWith("--")).toList();
        if (paths.size() != 2 || given.size() != (isQuick ? 3 : 2)) {
            System.err.println(USAGE);
            System.exit(2);
        }
        var report = new Report(Path.of(paths.getFirst()));
        report.write(new Runs(isQuick), Path.of(paths.getLast()));
    }

    private void write(Runs runs, Path sections) throws IOException, RunnerException {
        long start = System.nanoTime();
        Files.createDirectories(file.resolveSibling("plots"));
        add(new LimitSection(runs));
        add(new FirstCallSection(runs));
        add(new GradientSection(runs));
        for (FamilySection family : FamilySection.all(runs)) {
            add(family);
        }
        add(new InverseSection(runs));
        add(new AccuracySection(runs));
        String title = Machine.title((System.nanoTime() - start) / 60e9, runs.isQuick());
        try (Stream<Path> handPlaced = Files.list(sections)) {
            for (Path section : handPlaced.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
                text.append('\n').append(Files.readString(section));
            }
        }
        Files.writeString(file, title + text);
    }

    private void add(Section section) throws IOException, RunnerException {
        section.measure();
        text.append("\n## ").append(section.title()).append("\n\n").append(section.text());
        for (Section.Image image : section.images()) {
            text.append("\n![").append(image.plot().title()).append("](plots/").append(image.name()).append(".svg)\n");
            Files.writeString(file.resolveSibling("plots").resolve(image.name() + ".svg"), image.plot().svg());
        }
    }
}
