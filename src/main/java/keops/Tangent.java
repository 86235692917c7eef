package keops;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.tensor.ScratchArena;
import keops.tensor.Tensor;

/**
 * The change of a reduction when some of its arguments change: forward mode. For sums, LogSumExp and SumSoftMaxWeight it
 * takes one pass over the pairs, whatever the number of arguments; for smallest and largest values one to find them, and
 * an evaluation at the pairs that were chosen. Where no pair was chosen, the change is 0.
 */
public final class Tangent extends Watched<Tangent> {
    private final Genred source;
    private final List<Variable> variables;
    private final TangentRule rule;

    Tangent(Genred source, List<Variable> variables) {
        this(source, List.copyOf(variables), TangentRule.of(source, List.copyOf(variables)), source.watching());
    }

    private Tangent(Genred source, List<Variable> variables, TangentRule rule, Watching watching) {
        super(watching);
        this.source = source;
        this.variables = variables;
        this.rule = rule;
    }

    @Override
    Tangent watchedBy(Watching other) {
        return new Tangent(source, variables, rule, other);
    }

    /** The arguments that change. */
    public List<Variable> variables() {
        return variables;
    }

    /**
     * The reduction that computes the change: its arguments are those of the reduction, its results as for
     * {@link Gradient#saved}, and the changes. It may be differentiated again.
     *
     * @throws FormulaException if this is the change of smallest or largest values, which no reduction alone computes
     */
    public Genred reduction() {
        return switch (rule) {
            case SumTangent sums -> sums.reduction();
            case ExtremumTangent _ -> throw new FormulaException(
                    source.plan().reduction().name() + " changes as the formula does at the pairs that were chosen: no"
                            + " reduction alone computes that");
        };
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
        Objects.requireNonNull(arena, "arena");
        Objects.requireNonNull(directions, "directions");
        Tensor[] tensors = source.tensors(arguments);
        return callAll(arena, ArgumentCheck.changes(variables, directions, tensors), tensors).getFirst();
    }

    /** As {@link #call(Arena, List, Object...)}, for tensors. */
    public Tensor call(Arena arena, List<Tensor> directions, Tensor... arguments) {
        return callAll(arena, directions, arguments).getFirst();
    }

    /** As {@link #call(List, Object...)}, for tensors. */
    public Tensor call(List<Tensor> directions, Tensor... arguments) {
        return call(Arena.ofAuto(), directions, arguments);
    }

    List<Tensor> callAll(Arena arena, List<Tensor> directions, Tensor... arguments) {
        Objects.requireNonNull(directions, "directions");
        Objects.requireNonNull(arena, "arena");
        Batch batch = source.check(arguments).batch();
        WholeArguments.requireDifferentiable(variables, arguments);
        ArgumentCheck.checkChanges(variables, directions, arguments);
        return CallWatch.during(watching(), _ -> batch.isNone()
                ? rule.call(arena, directions, arguments)
                : callBatch(arena, batch, directions, arguments));
    }

    private List<Tensor> callBatch(Arena arena, Batch batch, List<Tensor> directions, Tensor[] arguments) {
        // A change is like the values, which are the first outputs; a sum with totals has two outputs of values.
        Home home = Home.of(arguments, directions);
        List<Tensor> changes = source.valueShapes(arguments).stream()
                .map(shape -> home.allocate(arena, source.check(arguments).dtype(), shape))
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
