package keops;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import keops.call.PlanEvaluator;
import keops.call.ArgumentCheck;
import keops.call.Arguments;
import keops.call.Watching;
import keops.derivative.Hvp;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.tensor.Tensor;

/**
 * Hessian-vector products: how the {@link Gradient} by some arguments changes when these arguments change, the
 * cotangent staying as it is. For sums, LogSumExp and SumSoftMaxWeight, and for smallest and largest values, whose
 * pairs stay the same; the Hessian itself is never made.
 *
 * <p>A Hessian is immutable and may be called from many threads at once.
 */
public final class Hessian extends Watched<Hessian> {
    private final Hvp hvp;

    Hessian(Hvp hvp) {
        this.hvp = hvp;
    }

    @Override
    Watching watching() {
        return hvp.source().evaluator().watching();
    }

    @Override
    Hessian watchedBy(Watching other) {
        return new Hessian(hvp.watchedBy(other));
    }

    /** The arguments by which it differentiates. */
    public List<Variable> variables() {
        return hvp.variables();
    }

    /**
     * Computes the change of the gradients into memory that is freed by the garbage collector; the arguments are those
     * of {@link #call(Arena, Object, List, Object...)}.
     */
    public List<Tensor> call(Object cotangent, List<?> directions, Object... arguments) {
        return call(Arena.ofAuto(), cotangent, directions, arguments);
    }

    /** As {@link #call(Object, List, Object...)}, for tensors. */
    public List<Tensor> call(Tensor cotangent, List<Tensor> directions, Tensor... arguments) {
        return call(cotangent, directions, (Object[]) arguments);
    }

    /**
     * Computes the change of the gradients.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the result; of its values where there are indices too
     * @param directions the changes of the arguments, each of the shape of its argument
     * @param arguments the arguments of the reduction, as for {@link Genred#call(Arena, Object...)}
     * @return one for each variable, of the shape of the argument
     * @throws FormulaException if something does not fit, before any work is done
     */
    public List<Tensor> call(Arena arena, Object cotangent, List<?> directions, Object... arguments) {
        Objects.requireNonNull(directions, "directions");
        Arguments.requireArena(arena);
        Objects.requireNonNull(cotangent, "cotangent");
        PlanEvaluator source = hvp.source().evaluator();
        Tensor[] tensors = source.tensors(arguments);
        List<Tensor> changes = ArgumentCheck.changes(hvp.variables(), directions, tensors);
        return call(arena, source.cotangent(cotangent, tensors), changes, tensors);
    }

    /** As {@link #call(Arena, Object, List, Object...)}, for tensors. */
    public List<Tensor> call(Arena arena, Tensor cotangent, List<Tensor> directions, Tensor... arguments) {
        Objects.requireNonNull(directions, "directions");
        Arguments.requireArena(arena);
        return hvp.call(arena, Objects.requireNonNull(cotangent, "cotangent"), directions, arguments);
    }
}
