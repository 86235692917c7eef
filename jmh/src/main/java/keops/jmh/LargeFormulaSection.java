package keops.jmh;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/** Formulas of many operations. */
final class LargeFormulaSection implements Section {
    private final Runs runs;
    private final List<LargeFormula> formulas;
    private Map<String, Measured> measured;

    LargeFormulaSection(Runs runs) {
        this.runs = runs;
        this.formulas = runs.some(Arrays.asList(LargeFormula.values()), 1);
    }

    @Override
    public void measure() throws RunnerException {
        measured = runs.largeFormulas(formulas);
    }

    @Override
    public String title() {
        return "Formulas of many operations";
    }

    @Override
    public String text() {
        var table = new MarkdownTable("1 thread, 2,000 x 2,000", "cycles per vector of pairs", "of its operations",
                "times these");
        for (LargeFormula formula : formulas) {
            Measured m = measured.get(formula.id());
            table.row(formula.id(), MarkdownTable.number(m.perRound("cycles")),
                    MarkdownTable.number(m.perRound("bound")), MarkdownTable.number(m.ratio("cycles", "bound")));
        }
        return """
                What operations take is counted for a core that starts two products and two sums of whole vectors per
                cycle (Zen 5); one that starts one of each (Zen 4, family 25) needs twice as long.

                """ + table;
    }
}
