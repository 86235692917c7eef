package keops;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.tensor.Tensor;

/**
 * Hessian-vector products: how the {@link Gradient} by some arguments changes when these arguments change, the cotangent
 * staying as it is. For sums, LogSumExp and SumSoftMaxWeight, and for smallest and largest values, whose pairs stay the
 * same; the Hessian itself is never made.
 */
public final class Hessian extends Watched<Hessian> {
    private final Genred source;
    private final List<Variable> variables;
    private final HessianRule rule;

    Hessian(Genred source, List<Variable> variables) {
        this(source, List.copyOf(variables), HessianRule.of(source, List.copyOf(variables)), source.watching());
    }

    private Hessian(Genred source, List<Variable> variables, HessianRule rule, Watching watching) {
        super(watching);
        this.source = source;
        this.variables = variables;
        this.rule = rule;
    }

    @Override
    Hessian watchedBy(Watching other) {
        return new Hessian(source, variables, rule, other);
    }

    /** The arguments by which it differentiates. */
    public List<Variable> variables() {
        return variables;
    }

    /**
     * Computes the change of the gradients into memory that is freed by the garbage collector; the arguments are those of
     * {@link #call(Arena, Object, List, Object...)}.
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
        Objects.requireNonNull(arena, "arena");
        Objects.requireNonNull(cotangent, "cotangent");
        Tensor[] tensors = source.tensors(arguments);
        List<Tensor> changes = ArgumentCheck.changes(variables, directions, tensors);
        return call(arena, source.cotangent(cotangent, tensors), changes, tensors);
    }

    /** As {@link #call(Arena, Object, List, Object...)}, for tensors. */
    public List<Tensor> call(Arena arena, Tensor cotangent, List<Tensor> directions, Tensor... arguments) {
        Objects.requireNonNull(directions, "directions");
        Objects.requireNonNull(arena, "arena");
        source.checkCotangents(List.of(Objects.requireNonNull(cotangent, "cotangent")), List.of(), arguments);
        Batch batch = source.check(arguments).batch();
        WholeArguments.requireDifferentiable(variables, arguments);
        ArgumentCheck.checkChanges(variables, directions, arguments);
        return CallWatch.during(watching(), _ -> batch.isNone()
                ? rule.call(arena, cotangent, directions, arguments)
                : batch.summed(arena, variables, arguments, (scratch, number) -> rule.call(scratch,
                        batch.results(List.of(cotangent), number).getFirst(), batch.like(variables, directions, number),
                        batch.arguments(source.arguments(), arguments, number))));
    }
}
