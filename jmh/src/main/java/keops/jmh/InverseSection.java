package keops.jmh;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Systems of equations with a kernel matrix. */
final class InverseSection implements Section {
    private static final List<Integer> POINTS = List.of(100, 1_000, 10_000, 20_000);

    private final Runs runs;
    private final List<Integer> points;
    private Map<String, Measured> measured;

    InverseSection(Runs runs) {
        this.runs = runs;
        this.points = runs.some(POINTS, 2);
    }

    @Override
    public void measure() throws RunnerException {
        measured = runs.inverses(points);
    }

    @Override
    public String title() {
        return "The inverse of a kernel matrix";
    }

    @Override
    public String text() {
        var table = new MarkdownTable("points", "products", "ms", "ms with plain C++", "times plain C++");
        for (int n : points) {
            Measured m = measured.get(String.valueOf(n));
            table.row(String.format("%,d", n), MarkdownTable.number(m.perRound("steps")),
                    MarkdownTable.number(m.perRound("ours")),
                    MarkdownTable.numberOrDash(m.has("plain"), m.perRound("plain")),
                    MarkdownTable.numberOrDash(m.has("plain"), m.ratio("plain", "ours")));
        }
        return """
                (K + 0.8 I) a = b with a Gaussian K in space that falls off within a tenth of the cube, by conjugate
                gradients in Java to a relative residual of 1e-4, with products on all cores, in a JVM that has solved
                such systems for some seconds.

                """ + table;
    }

    @Override
    public List<Image> images() {
        var ours = new ArrayList<Plot.Point>();
        var plain = new ArrayList<Plot.Point>();
        for (int n : points) {
            Measured m = measured.get(String.valueOf(n));
            ours.add(new Plot.Point(n, m.perRound("ours")));
            plain.add(new Plot.Point(n, m.perRound("plain")));
        }
        return List.of(new Image("inverse", new Plot(title(), "points N", "ms for a solution")
                .line("this library", ours)
                .line("plain C++", plain)));
    }
}
