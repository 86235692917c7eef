package keops.jmh;

import org.openjdk.jmh.runner.RunnerException;

/** The cost of gradients, relative to that of values. */
final class GradientSection implements Section {
    private final Runs runs;
    private Measured measured;

    GradientSection(Runs runs) {
        this.runs = runs;
    }

    @Override
    public void measure() throws RunnerException {
        measured = runs.single("GradientBenchmark.round");
    }

    @Override
    public String title() {
        return "A value and all its gradients";
    }

    @Override
    public String text() {
        var table = new MarkdownTable("Gaussian product, D = 3, E = 1, 20,000 x 20,000, 1 thread", "ms");
        table.row("value", MarkdownTable.number(measured.perRound("value") * 1e-6));
        table.row("value, then gradients by g, x, y and b",
                MarkdownTable.number(measured.perRound("withGradients") * 1e-6));
        table.row("value and gradients at one call", MarkdownTable.number(measured.perRound("atOnce") * 1e-6));
        return table + "\nA value with all gradients takes " + MarkdownTable.number(measured.ratio("atOnce", "value"))
                + " times as long as the value alone, in one pass over the pairs, with sums for each row, for each"
                + " column and over all pairs. Where the cotangent depends on the value it takes two passes, and "
                + MarkdownTable.number(measured.ratio("withGradients", "value")) + " times as long.\n";
    }
}
