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
 * @param taken pair values that an earlier kernel handed on, and their slots
 * @param kept pair values that it hands on, and their slots
 * @param endings what becomes of values
 * @param firstResult the first result slot of its endings
 */
public record Chunk(
        List<Integer> values,
        Map<Integer, Integer> taken,
        Map<Integer, Integer> kept,
        List<Ending> endings,
        int firstResult) {

    /** The slots of pair values that the chunks of some passes hand on. */
    public static int slots(List<List<Chunk>> passes) {
        return passes.stream()
                .flatMap(List::stream)
                .flatMap(chunk -> chunk.kept().values().stream())
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
        return !values.isEmpty() && program.values().get(values.getFirst()) instanceof Scalar.Fold fold ? fold.length() : 1;
    }

    /** The values of a stage that it reads one by one, and not as vectors of a fold. */
    public Set<Integer> inputs(Staged staged, Stage stage) {
        var inputs = new TreeSet<Integer>();
        for (int v : values) {
            Scalar value = staged.program().values().get(v);
            inputs.addAll(value instanceof Scalar.Fold fold ? fold.scalars() : value.operands());
        }
        for (Ending ending : endings) {
            inputs.add(ending.value());
            if (ending instanceof Ending.Candidates candidates) {
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
                && !kept.containsKey(v)
                && !taken.containsKey(v)
                && staged.program().values().get(v) instanceof Scalar.Binary(BinaryFunction function, int _, int _)
                && function == BinaryFunction.MULTIPLY
                && endings.stream().anyMatch(e -> e.value() == v && isSumOfTerms(e));
    }

    private static boolean isSumOfTerms(Ending ending) {
        return switch (ending) {
            case Ending.Sum(int _, SumScheme scheme) -> scheme != SumScheme.KAHAN;
            case Ending.ColumnSum _ -> true;
            case Ending.Extremum _, Ending.Candidates _ -> false;
        };
    }

    /** The sums over rows among its endings. */
    int columnSums() {
        return Math.toIntExact(endings.stream().filter(Ending.ColumnSum.class::isInstance).count());
    }

    /** The results of its endings. */
    public int results() {
        return endings.stream().mapToInt(Ending::results).sum();
    }

    public boolean isDescending() {
        return endings.stream().anyMatch(Ending::isDescending);
    }
}
