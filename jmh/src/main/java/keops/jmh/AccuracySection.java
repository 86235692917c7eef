package keops.jmh;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The errors of sums. */
final class AccuracySection implements Section {
    private static final List<Long> SIZES = List.of(100L, 1_000L, 10_000L, 100_000L, 1_000_000L);

    private final List<Long> sizes;
    private Map<String, List<Plot.Point>> errors;

    AccuracySection(Runs runs) {
        this.sizes = runs.some(SIZES, 3);
    }

    @Override
    public void measure() {
        errors = Accuracy.errors(sizes);
    }

    @Override
    public String title() {
        return "Accuracy of sums";
    }

    @Override
    public String text() {
        var table = new MarkdownTable(Stream.concat(
                        Stream.of("terms"), sizes.stream().map(n -> String.format("%,d", n)))
                .toArray(String[]::new));
        errors.forEach((name, points) -> table.row(Stream.concat(
                        Stream.of(name),
                        points.stream().map(p -> String.format(Locale.ROOT, "%.1e", p.y())))
                .toArray()));
        return """
                The largest relative error of sum\\_j |x\\_i - y\\_j|^2 b\\_j in space over 16 rows, against exact
                sums of the same data; 1e-17 stands for none.

                """ + table;
    }

    @Override
    public List<Image> images() {
        var plot = new Plot(title(), "terms N", "relative error");
        errors.forEach(plot::line);
        return List.of(new Image("accuracy", plot));
    }
}
