package keops.cpu;

import java.util.List;
import java.util.Map;
import keops.program.Program;
import keops.program.Scalar;

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

    boolean isDescending() {
        return endings.stream().anyMatch(Ending::isDescending);
    }
}
