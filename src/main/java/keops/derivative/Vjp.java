package keops.derivative;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import keops.call.Batch;
import keops.call.CallWatch;
import keops.call.PlanEvaluator;
import keops.call.Watching;
import keops.call.WholeArguments;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.tensor.Tensor;

/**
 * The gradients of a reduction by some of its arguments: vector-Jacobian products, reverse mode. It is immutable and
 * may be shared by threads.
 */
public final class Vjp {
    private final Differentiable source;
    private final List<Variable> variables;
    private final GradientRule rule;

    Vjp(Differentiable source, List<Variable> variables) {
        this(source, List.copyOf(variables), GradientRule.of(source, List.copyOf(variables)));
    }

    private Vjp(Differentiable source, List<Variable> variables, GradientRule rule) {
        this.source = source;
        this.variables = variables;
        this.rule = rule;
    }

    /** The same with other onlookers. */
    public Vjp watchedBy(Watching watching) {
        return new Vjp(source.watchedBy(watching), variables, rule);
    }

    /** The reduction that is differentiated. */
    public Differentiable source() {
        return source;
    }

    /** The arguments by which it differentiates, in the order of the results. */
    public List<Variable> variables() {
        return variables;
    }

    private Watching watching() {
        return source.evaluator().watching();
    }

    /**
     * The passes over the pairs that compute the gradients of sums, and of what changes like a sum; none for other
     * reductions. Their sums may be differentiated again.
     */
    public List<GradientPass> passes() {
        return rule.passes().stream().map(pass -> pass.watchedBy(watching())).toList();
    }

    /**
     * The reductions whose results the passes take, as {@link #savedRows} has them: for LogSumExp the reduction itself,
     * for SumSoftMaxWeight the LogSumExp of its formula and the reduction itself.
     */
    public List<Differentiable> saved() {
        return rule instanceof SumGradient sums
                ? sums.savedReductions().stream().map(saved -> saved.watchedBy(watching())).toList()
                : List.of();
    }

    /**
     * What the passes take after the arguments of the reduction, which are theirs too: nothing for sums; for LogSumExp
     * two tensors, a number for each row that is near its logarithms, the shift, and what the logarithms are more than
     * that; for SumSoftMaxWeight the same of the LogSumExp of its formula, and then the averages. Each component of a
     * vector has a shift of its own. So logarithms have twice the digits of the element type. To derivatives, the shift
     * is constant, and the others change as {@link #saved} do.
     *
     * @param arena what they live in
     * @param results results as for {@link #call}, or an empty list to compute what is needed
     * @param arguments the arguments of the reduction, in order
     * @throws keops.error.FormulaException if an argument or a result does not fit
     */
    public List<Tensor> savedRows(Arena arena, List<Tensor> results, Tensor... arguments) {
        source.evaluator().check(arguments).checkResults(source.plan(), results);
        return CallWatch.during(watching(), _ ->
                rule instanceof SumGradient sums ? sums.savedRows(arena, results, arguments) : List.of());
    }

    /** All that a call may evaluate. */
    public Stream<PlanEvaluator> needed() {
        return rule.reductions();
    }

    /**
     * Computes the gradients.
     *
     * @param arena what they live in
     * @param results what the reduction gave for these arguments, after averages also the logarithms of what they are
     *     divided by; or an empty list
     * @param cotangents one for each output of values
     * @param arguments the arguments of the reduction
     * @return one for each variable, of the shape of the argument
     * @throws keops.error.FormulaException if something does not fit, before any work is done, or if the results are
     *     not of these arguments
     */
    public List<Tensor> call(Arena arena, List<Tensor> results, List<Tensor> cotangents, Tensor... arguments) {
        Objects.requireNonNull(results, "results");
        Objects.requireNonNull(arena, "arena");
        source.evaluator().checkCotangents(cotangents, results, arguments);
        WholeArguments.requireDifferentiable(variables, arguments);
        Batch batch = source.evaluator().check(arguments).batch();
        return CallWatch.during(watching(), _ -> batch.isNone() || rule.takesBatch() && batch.isOf(variables, arguments)
                ? rule.call(arena, results, cotangents, arguments)
                : batch.summed(arena, variables, arguments, (scratch, number) -> rule.call(scratch,
                        batch.results(results, number), batch.results(cotangents, number),
                        batch.arguments(source.arguments(), arguments, number))));
    }

    /**
     * Computes the result and, after it, the gradients: for a sum with one pass over the pairs less, as the values are
     * summed beside the gradients.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the result
     * @param arguments the arguments of the reduction
     * @throws keops.error.FormulaException if something does not fit, before any work is done
     */
    public List<Tensor> withValue(Arena arena, Tensor cotangent, Tensor... arguments) {
        source.evaluator().checkCotangents(List.of(cotangent), List.of(), arguments);
        WholeArguments.requireDifferentiable(variables, arguments);
        return CallWatch.during(watching(), _ -> {
            Optional<List<Tensor>> inOne = rule instanceof SumGradient sums
                            && source.evaluator().check(arguments).batch().isNone()
                    ? sums.withValue(arena, cotangent, arguments)
                    : Optional.empty();
            return inOne.orElseGet(() -> {
                Tensor value = source.call(arena, arguments);
                // Logarithms that were rounded would not do for the gradients.
                List<Tensor> results = saved().isEmpty() ? List.of(value) : List.of();
                return valueFirst(value, call(arena, results, List.of(cotangent), arguments));
            });
        });
    }

    /**
     * Computes what a block of columns contributes to the gradients.
     *
     * @param arena what they live in
     * @param results the results over all columns
     * @param firstColumn the number of the block's first column among all
     * @param cotangent of the shape of the result; of its values where there are indices too
     * @param arguments the arguments of the reduction, of which those indexed by column have the columns of the block
     * @throws keops.error.FormulaException if something does not fit, before any work is done, or if the results do not
     *     tell what a block contributes
     */
    public List<Tensor> ofBlock(
            Arena arena, List<Tensor> results, long firstColumn, Tensor cotangent, Tensor... arguments) {
        source.evaluator().checkCotangents(List.of(cotangent), results, arguments);
        try (Arena scratch = new ScratchArena()) {
            List<Tensor> ofBlock = BlockResults.of(scratch, source, results, firstColumn, arguments);
            return call(arena, ofBlock, List.of(cotangent), arguments);
        }
    }

    static List<Tensor> valueFirst(Tensor value, List<Tensor> gradients) {
        var all = new ArrayList<Tensor>();
        all.add(value);
        all.addAll(gradients);
        return List.copyOf(all);
    }
}
