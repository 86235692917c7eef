package keops.jmh;

import org.openjdk.jmh.runner.RunnerException;

/** The section about first calls. */
final class FirstCallSection implements Section {
    private final Runs runs;
    private Measured warm;
    private Measured first;
    private Measured again;

    FirstCallSection(Runs runs) {
        this.runs = runs;
    }

    @Override
    public void measure() throws RunnerException {
        warm = runs.single("FirstCallBenchmark.inWarmJvm");
        first = runs.single("FirstCallBenchmark.firstOfJvm");
        again = runs.single("FirstCallBenchmark.onceAndAgain");
    }

    @Override
    public String title() {
        return "A new formula to its first result";
    }

    @Override
    public String text() {
        var table = new MarkdownTable("Gaussian product, D = 3, all cores", "median ms", "largest ms");
        table.row("1,000 x 1,000 in a JVM that ran other formulas for some seconds",
                MarkdownTable.number(warm.median("score")), MarkdownTable.number(warm.largest("score")));
        table.row("1,000 x 1,000, the first of a JVM", MarkdownTable.number(first.median("score")),
                MarkdownTable.number(first.largest("score")));
        table.row("20,000 x 20,000, called once", MarkdownTable.number(again.median("first")),
                MarkdownTable.number(again.largest("first")));
        table.row("20,000 x 20,000, after three seconds of calls", MarkdownTable.number(again.median("steady")),
                MarkdownTable.number(again.largest("steady")));
        return table + "\nA formula that is called once for 20,000 x 20,000 takes "
                + MarkdownTable.number(again.ratio("first", "steady")) + " times as long as later.\n";
    }
}
