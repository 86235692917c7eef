package keops.cpu.reduction;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import keops.cpu.code.KernelShape;
import keops.cpu.code.RegisterBudget;
import keops.cpu.layout.Chunk;
import keops.cpu.layout.Epilogue;
import keops.cpu.layout.KernelCost;
import keops.cpu.layout.Lookahead;
import keops.program.Stage;
import keops.program.Staged;
import keops.text.Count;

/** What the CPU back end makes of a plan, in words. */
public final class Explanation {
    private final CpuReduction reduction;
    private final Staged staged;
    private final KernelShape shape;
    private final StringBuilder text = new StringBuilder();

    private Explanation(CpuReduction reduction) {
        this.reduction = reduction;
        this.staged = reduction.kernels().staged();
        this.shape = reduction.kernels().shape();
    }

    /** What was made so far, of which calls take what suits the lengths of their axes. */
    public static String of(LaneChoice choice) {
        return choice.made().stream().map(Explanation::of).collect(Collectors.joining());
    }

    private static String of(CpuReduction reduction) {
        var explanation = new Explanation(reduction);
        explanation.layout();
        explanation.stages();
        for (int pass = 0; pass < reduction.kernels().kernels().size(); pass++) {
            explanation.pass(pass);
        }
        explanation.tiles();
        return explanation.text.toString();
    }

    private void layout() {
        int lanes = shape.columnLanes();
        line("CPU, " + reduction.kernels().dtype() + (shape.isOfColumns()
                        ? ", where rows are few: " + lanes + " columns in the lanes of a vector, "
                                + Count.of(shape.ownRows(), "row") + " side by side"
                        : ": " + shape.lanes() + " rows in the lanes of a vector, "
                                + Count.of(shape.rowVectors(), "vector") + " of rows side by side")
                + ", tiles of " + shape.ownColumns() + " columns"
                + (shape.stripColumns() < shape.tileColumns() ? " in strips of " + shape.stripColumns() * lanes : ""));
    }

    private void stages() {
        long pairs = staged.program().operationsPerPair();
        line("computed once: " + values(staged.parameters()) + "; per row: " + values(staged.rows()) + "; per column: "
                + values(staged.columns()) + "; per pair: " + pairs + " operations");
    }

    private static String values(List<Integer> slots) {
        return Count.of(slots.size(), "value");
    }

    private void pass(int pass) {
        List<Chunk> kernels = reduction.kernels().kernels().get(pass);
        double bound = KernelCost.bound(kernels, staged);
        boolean isFast = reduction.tiers(pass, true, false).hasRun();
        line("pass " + (pass + 1) + " of " + reduction.kernels().kernels().size() + ", "
                + Count.of(kernels.size(), "kernel") + ": at least "
                + String.format(Locale.ROOT, "%.1f", bound) + " cycles per " + shape.lanes()
                + " pairs, where two products and two sums start per cycle; now run "
                + reduction.tiers(pass, isFast, false).state());
        for (int k = 0; k < kernels.size(); k++) {
            line("  kernel " + (k + 1) + ": " + kernel(kernels.get(k)));
        }
    }

    private String kernel(Chunk chunk) {
        if (chunk.isFold(staged.program())) {
            return "a sum over the components of vectors, some columns together, "
                    + (chunk.epilogues().isEmpty() ? "spilled" : epilogues(chunk));
        }
        RegisterBudget registers = RegisterBudget.of(shape.bits());
        int rows = chunk.inputs(staged, Stage.ROW).size();
        String ends = epilogues(chunk);
        int ahead = Lookahead.values(chunk, staged, registers, shape.rowVectors());
        return Count.of(chunk.values().size(), "operation")
                + (ahead == 0 ? "" : ", the first " + ahead + " of them one column ahead")
                + (chunk.liveIn().isEmpty() ? "" : ", " + Count.of(chunk.liveIn().size(), "live-in value"))
                + (chunk.liveOut().isEmpty()
                        ? ""
                        : ", " + Count.of(chunk.liveOut().size(), "live-out value") + " spilled")
                + (chunk.accumulators() == 0
                        ? ""
                        : ", " + Count.of(chunk.accumulators(), "accumulator") + " in registers")
                + (rows == 0 ? "" : KernelCost.keepsRows(chunk, staged, registers, shape.rowVectors())
                        ? ", row values in registers" : ", row values reloaded for each column")
                + (ends.isEmpty() ? "" : ": " + ends);
    }

    private static String epilogues(Chunk chunk) {
        return chunk.epilogues().stream().map(Explanation::epilogue).distinct().collect(Collectors.joining(", "));
    }

    private static String epilogue(Epilogue epilogue) {
        return switch (epilogue) {
            case Epilogue.Sum sum -> "sums" + switch (sum.scheme()) {
                case AUTO, BLOCK -> " of tiles, added in float64";
                case KAHAN -> " with compensation";
                case DIRECT -> " carried from tile to tile";
            };
            case Epilogue.ColumnSum _ -> "sums over the rows of a task, lane by lane for each column";
            case Epilogue.Extremum extremum -> (extremum.largest() ? "maxima" : "minima")
                    + (extremum.withColumn() ? " and their columns" : "");
            case Epilogue.Candidates _ -> "candidates below a threshold, merged into lists";
        };
    }

    private void tiles() {
        long all = reduction.tiles();
        if (reduction.kernels().fast().isEmpty()) {
            line("no exponential has a faster kernel for data of moderate size");
        } else {
            line("exponentials need fewer guards where data is moderate: so far in " + reduction.fastTiles() + " of "
                    + all + " tiles");
        }
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
