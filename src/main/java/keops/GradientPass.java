package keops;

import java.util.List;
import keops.formula.Variable;

/**
 * One pass over the pairs that computes gradients.
 *
 * @param sum the sum; its arguments are those of the reduction, then its {@linkplain Gradient#saved saved} results, then
 *     the cotangent
 * @param byRow the arguments whose gradients lie side by side in the rows of the first output
 * @param total the parameters whose gradients lie side by side in the last output, which has no rows
 */
public record GradientPass(Genred sum, List<Variable> byRow, List<Variable> total) {
    /** Copies the lists. */
    public GradientPass {
        byRow = List.copyOf(byRow);
        total = List.copyOf(total);
    }
}
