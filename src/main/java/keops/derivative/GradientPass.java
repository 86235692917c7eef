package keops.derivative;

import java.util.List;
import java.util.stream.Stream;
import keops.call.Watching;
import keops.formula.Variable;

/**
 * One pass over the pairs that computes gradients. Its outputs are those of the arguments indexed by row, of those
 * indexed by column, and of the parameters, as far as there are such.
 *
 * @param sum the sum; its arguments are those of the reduction, then its {@code Vjp.saved saved} results, then
 *     the cotangent
 * @param byRow the arguments whose gradients lie side by side in the output with a row for each row
 * @param byColumn the arguments whose gradients lie side by side in the output with a row for each column
 * @param total the parameters whose gradients lie side by side in the last output, which has no rows
 */
public record GradientPass(Differentiable sum, List<Variable> byRow, List<Variable> byColumn, List<Variable> total) {
    /** Copies the lists. */
    public GradientPass {
        byRow = List.copyOf(byRow);
        byColumn = List.copyOf(byColumn);
        total = List.copyOf(total);
    }

    GradientPass watchedBy(Watching watching) {
        return watching.isNone() ? this : new GradientPass(sum.watchedBy(watching), byRow, byColumn, total);
    }

    /** The variables of each output of the sum. */
    public List<List<Variable>> byOutput() {
        return Stream.of(byRow, byColumn, total).filter(variables -> !variables.isEmpty()).toList();
    }
}
