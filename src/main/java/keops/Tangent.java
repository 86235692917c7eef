package keops;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import keops.call.ArgumentCheck;
import keops.call.Arguments;
import keops.call.Watching;
import keops.derivative.Jvp;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.tensor.Tensor;

/**
 * The change of a reduction when some of its arguments change: forward mode. For sums, LogSumExp and SumSoftMaxWeight
 * it takes one pass over the pairs, whatever the number of arguments; for smallest and largest values one to find them,
 * and an evaluation at the pairs that were chosen. Where no pair was chosen, the change is 0.
 *
 * <p>A tangent is immutable and may be called from many threads at once.
 */
public final class Tangent extends Watched<Tangent> {
    private final Jvp jvp;

    Tangent(Jvp jvp) {
        this.jvp = jvp;
    }

    @Override
    Watching watching() {
        return jvp.source().evaluator().watching();
    }

    @Override
    Tangent watchedBy(Watching other) {
        return new Tangent(jvp.watchedBy(other));
    }

    /** The arguments that change. */
    public List<Variable> variables() {
        return jvp.variables();
    }

    /**
     * The reduction that computes the change: its arguments are those of the reduction, what is saved of its results,
     * and the changes. It may be differentiated again.
     *
     * @throws FormulaException if this is the change of smallest or largest values, which no reduction alone computes
     */
    public Genred reduction() {
        return jvp.sum().map(Genred::new).orElseThrow(() -> new FormulaException(
                jvp.source().evaluator().plan().reduction().name()
                + " changes as the formula does at the pairs that were"
                        + " chosen: no reduction alone computes that"));
    }

    /**
     * Computes the change of the result into memory that is freed by the garbage collector; the arguments are those of
     * {@link #call(Arena, List, Object...)}.
     */
    public Tensor call(List<?> directions, Object... arguments) {
        return call(Arena.ofAuto(), directions, arguments);
    }

    /**
     * Computes the change of the result; of the values where there are indices too.
     *
     * @param arena what it lives in
     * @param directions the changes of the arguments, each of the shape of its argument
     * @param arguments the arguments of the reduction, as for {@link Genred#call(Arena, Object...)}
     * @return of the shape of the result
     * @throws FormulaException if a direction or an argument does not fit, before any work is done
     */
    public Tensor call(Arena arena, List<?> directions, Object... arguments) {
        Arguments.requireArena(arena);
        Objects.requireNonNull(directions, "directions");
        Tensor[] tensors = jvp.source().evaluator().tensors(arguments);
        return jvp.call(arena, ArgumentCheck.changes(jvp.variables(), directions, tensors), tensors).getFirst();
    }

    /** As {@link #call(Arena, List, Object...)}, for tensors. */
    public Tensor call(Arena arena, List<Tensor> directions, Tensor... arguments) {
        return jvp.call(arena, directions, arguments).getFirst();
    }

    /** As {@link #call(List, Object...)}, for tensors. */
    public Tensor call(List<Tensor> directions, Tensor... arguments) {
        return call(Arena.ofAuto(), directions, arguments);
    }
}
