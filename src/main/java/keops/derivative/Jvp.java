package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import keops.call.ArgumentCheck;
import keops.call.Batch;
import keops.call.CallWatch;
import keops.call.Home;
import keops.call.Watching;
import keops.call.WholeArguments;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.tensor.Tensor;

/**
 * The change of a reduction when some of its arguments change: Jacobian-vector products, forward mode. It is immutable
 * and may be shared by threads.
 */
public final class Jvp {
    private final Differentiable source;
    private final List<Variable> variables;
    private final TangentRule rule;

    /**
     * The change by some arguments.
     *
     * @throws keops.error.FormulaException if there is none that one pass computes, or it is too large
     */
    public Jvp(Differentiable source, List<Variable> variables) {
        this(source, List.copyOf(variables), TangentRule.of(source, List.copyOf(variables)));
    }

    private Jvp(Differentiable source, List<Variable> variables, TangentRule rule) {
        this.source = source;
        this.variables = variables;
        this.rule = rule;
    }

    /** The same with other onlookers. */
    public Jvp watchedBy(Watching watching) {
        return new Jvp(source.watchedBy(watching), variables, rule);
    }

    /** The reduction that is differentiated. */
    public Differentiable source() {
        return source;
    }

    /** The arguments that change. */
    public List<Variable> variables() {
        return variables;
    }

    /** The sum that computes the change, where one alone does: not for smallest and largest values. */
    public Optional<Differentiable> sum() {
        return switch (rule) {
            case SumTangent sums -> Optional.of(sums.reduction());
            case ExtremumTangent _ -> Optional.empty();
        };
    }

    /**
     * Computes the changes of the outputs of values.
     *
     * @param arena what they live in
     * @param directions the changes of the arguments, each of the shape of its argument
     * @param arguments the arguments of the reduction
     * @throws keops.error.FormulaException if something does not fit, before any work is done
     */
    public List<Tensor> call(Arena arena, List<Tensor> directions, Tensor... arguments) {
        Objects.requireNonNull(directions, "directions");
        Objects.requireNonNull(arena, "arena");
        Batch batch = source.evaluator().check(arguments).batch();
        WholeArguments.requireDifferentiable(variables, arguments);
        ArgumentCheck.checkChanges(variables, directions, arguments);
        return CallWatch.during(source.evaluator().watching(), _ -> batch.isNone()
                ? rule.call(arena, directions, arguments)
                : callBatch(arena, batch, directions, arguments));
    }

    private List<Tensor> callBatch(Arena arena, Batch batch, List<Tensor> directions, Tensor[] arguments) {
        // A change is like the values, which are the first outputs; a sum with totals has two outputs of values.
        Home home = Home.of(arguments, directions);
        List<Tensor> changes = source.evaluator().valueShapes(arguments).stream()
                .map(shape -> home.allocate(arena, source.evaluator().check(arguments).dtype(), shape))
                .toList();
        for (long number = 0; number < batch.count(); number++) {
            try (Arena scratch = new ScratchArena()) {
                List<Tensor> all = rule.call(scratch, batch.like(variables, directions, number),
                        batch.arguments(source.arguments(), arguments, number));
                List<Tensor> places = batch.results(changes, number);
                for (int k = 0; k < all.size(); k++) {
                    places.get(k).copyFrom(all.get(k));
                }
            }
        }
        return changes;
    }
}
