package keops.cpu.layout;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keops.program.BinaryFunction;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;
import keops.reduction.SumScheme;

/**
 * The work of one kernel.
 *
 * @param values the pair values that it computes, in order
 * @param liveIn the pair values that earlier kernels compute, and their spill slots
 * @param liveOut the pair values of its own that later kernels use, and their spill slots
 * @param epilogues what becomes of values
 * @param firstAccumulator the first of its accumulators among those of the pass
 */
public record Chunk(
        List<Integer> values,
        Map<Integer, Integer> liveIn,
        Map<Integer, Integer> liveOut,
        List<Epilogue> epilogues,
        int firstAccumulator) {

    /** The spill slots that the chunks of some passes need. */
    public static int slots(List<List<Chunk>> passes) {
        return passes.stream()
                .flatMap(List::stream)
                .flatMap(chunk -> chunk.liveOut().values().stream())
                .mapToInt(slot -> slot + 1)
                .max()
                .orElse(0);
    }

    /** Whether this is a fold, which has a kernel of its own. */
    public boolean isFold(Program program) {
        return !values.isEmpty() && program.values().get(values.getFirst()) instanceof Scalar.Fold;
    }

    /** The terms of its fold, or 1. */
    public int terms(Program program) {
        return !values.isEmpty() && program.values().get(values.getFirst()) instanceof Scalar.Fold fold
                ? fold.length()
                : 1;
    }

    /** The values of a stage that it reads one by one, and not as vectors of a fold. */
    public Set<Integer> inputs(Staged staged, Stage stage) {
        var inputs = new TreeSet<Integer>();
        for (int v : values) {
            Scalar value = staged.program().values().get(v);
            inputs.addAll(value instanceof Scalar.Fold fold ? fold.scalars() : value.operands());
        }
        for (Epilogue epilogue : epilogues) {
            inputs.add(epilogue.value());
            if (epilogue instanceof Epilogue.Candidates candidates) {
                inputs.add(candidates.threshold());
            }
        }
        inputs.removeIf(v -> staged.stages().get(v) != stage);
        return inputs;
    }

    /** Whether a value is a product that is only summed, so that it is multiplied and added at once. */
    public boolean isSummedProduct(int v, Staged staged, int[] uses) {
        return staged.stages().get(v) == Stage.PAIR
                && uses[v] == 1
                && !liveOut.containsKey(v)
                && !liveIn.containsKey(v)
                && staged.program().values().get(v) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.MULTIPLY
                && epilogues.stream().anyMatch(e -> e.value() == v && isSumOfTerms(e));
    }

    private static boolean isSumOfTerms(Epilogue epilogue) {
        return switch (epilogue) {
            case Epilogue.Sum(int _, SumScheme scheme) -> scheme != SumScheme.KAHAN;
            case Epilogue.ColumnSum _ -> true;
            case Epilogue.Extremum _, Epilogue.Candidates _ -> false;
        };
    }

    /** The sums over rows among its epilogues. */
    int columnSums() {
        return Math.toIntExact(epilogues.stream().filter(Epilogue.ColumnSum.class::isInstance).count());
    }

    /** The accumulators of its epilogues. */
    public int accumulators() {
        return epilogues.stream().mapToInt(Epilogue::accumulators).sum();
    }

    /** Whether it goes through the columns from the last to the first. */
    public boolean isDescending() {
        return epilogues.stream().anyMatch(Epilogue::isDescending);
    }
}
