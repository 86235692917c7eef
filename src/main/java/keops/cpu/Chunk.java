package keops.cpu;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import keops.program.Program;
import keops.program.Scalar;
import keops.program.Stage;
import keops.program.Staged;

/**
 * The work of one kernel.
 *
 * @param values the pair values that it computes, in order
 * @param taken pair values that an earlier kernel handed on, and their slots
 * @param kept pair values that it hands on, and their slots
 * @param endings what becomes of values
 * @param firstResult the first result slot of its endings
 */
record Chunk(
        List<Integer> values,
        Map<Integer, Integer> taken,
        Map<Integer, Integer> kept,
        List<Ending> endings,
        int firstResult) {

    /** Whether this is a fold, which has a kernel of its own. */
    boolean isFold(Program program) {
        return !values.isEmpty() && program.values().get(values.getFirst()) instanceof Scalar.Fold;
    }

    /** The values of a stage that it reads one by one, and not as vectors of a fold. */
    Set<Integer> inputs(Staged staged, Stage stage) {
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

    /** The results of its endings. */
    int results() {
        return endings.stream().mapToInt(Ending::results).sum();
    }

    boolean isDescending() {
        return endings.stream().anyMatch(Ending::isDescending);
    }
}
