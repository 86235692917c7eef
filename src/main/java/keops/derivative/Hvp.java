package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import keops.call.ArgumentCheck;
import keops.call.Batch;
import keops.call.CallWatch;
import keops.call.Watching;
import keops.call.WholeArguments;
import keops.formula.Variable;
import keops.tensor.Tensor;

/**
 * How gradients change with the arguments that they are by: Hessian-vector products. It is immutable and may be shared
 * by threads.
 */
public final class Hvp {
    private final Differentiable source;
    private final List<Variable> variables;
    private final HessianRule rule;

    /**
     * Products with the Hessian by some arguments.
     *
     * @throws keops.error.FormulaException if there is no Hessian, or it is too large
     */
    public Hvp(Differentiable source, List<Variable> variables) {
        this(source, List.copyOf(variables), HessianRule.of(source, List.copyOf(variables)));
    }

    private Hvp(Differentiable source, List<Variable> variables, HessianRule rule) {
        this.source = source;
        this.variables = variables;
        this.rule = rule;
    }

    /** The same with other onlookers. */
    public Hvp watchedBy(Watching watching) {
        return new Hvp(source.watchedBy(watching), variables, rule);
    }

    /** The reduction that is differentiated. */
    public Differentiable source() {
        return source;
    }

    /** The arguments by which it differentiates. */
    public List<Variable> variables() {
        return variables;
    }

    /**
     * Computes the changes of the gradients.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the result; of its values where there are indices too
     * @param directions the changes of the arguments, each of the shape of its argument
     * @param arguments the arguments of the reduction
     * @return one for each variable, of the shape of the argument
     * @throws keops.error.FormulaException if something does not fit, before any work is done
     */
    public List<Tensor> call(Arena arena, Tensor cotangent, List<Tensor> directions, Tensor... arguments) {
        Objects.requireNonNull(directions, "directions");
        Objects.requireNonNull(arena, "arena");
        Objects.requireNonNull(cotangent, "cotangent");
        source.evaluator().checkCotangents(List.of(cotangent), List.of(), arguments);
        Batch batch = source.evaluator().check(arguments).batch();
        WholeArguments.requireDifferentiable(variables, arguments);
        ArgumentCheck.checkChanges(variables, directions, arguments);
        return CallWatch.during(source.evaluator().watching(), _ -> batch.isNone()
                ? rule.call(arena, cotangent, directions, arguments)
                : batch.summed(arena, variables, arguments, (scratch, number) -> rule.call(scratch, cotangentOf(batch,
                        cotangent, number), batch.like(variables, directions, number),
                        batch.arguments(source.arguments(), arguments, number))));
    }

    private static Tensor cotangentOf(Batch batch, Tensor cotangent, long number) {
        return batch.results(List.of(cotangent), number).getFirst();
    }
}
