package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.formula.Differentiate;
import keops.formula.Variable;
import keops.plan.Linearised;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;
import keops.tensor.Tensor;

/**
 * The change of a reduction when some of its arguments change: forward mode, for sums, LogSumExp and SumSoftMaxWeight.
 * One pass over the pairs, whatever the number of arguments.
 */
public final class Tangent {
    private final List<Variable> variables;
    private final SavedRows saved;
    private final Genred sum;

    Tangent(Genred source, List<Variable> variables) {
        Plan plan = source.plan();
        this.variables = List.copyOf(variables);
        this.saved = new SavedRows(source);
        Linearised linearised = Linearised.of(plan);
        var arguments = new ArrayList<>(linearised.arguments(plan));
        var directions = new ArrayList<Variable>();
        for (Variable variable : variables) {
            directions.add(new Variable(variable.name() + "_change", arguments.size() + directions.size(), variable.dim(),
                    variable.category()));
        }
        arguments.addAll(directions);
        SumScheme scheme = plan.reduction().kind() == Reduction.Kind.SUM ? plan.scheme() : SumScheme.AUTO;
        this.sum = source.derived(Plan.ofSum(
                Differentiate.directional(linearised.formula(), this.variables, directions), plan.totals(), arguments,
                scheme, plan.rows()));
    }

    /** The arguments that change. */
    public List<Variable> variables() {
        return variables;
    }

    /**
     * The reduction that computes the change: its arguments are those of the reduction, for LogSumExp and
     * SumSoftMaxWeight their results as for {@link Gradient#reductions}, and the changes. It may be differentiated again.
     */
    public Genred reduction() {
        return sum;
    }

    /**
     * Computes the change of the result.
     *
     * @param arena what it lives in
     * @param directions the changes of the arguments, each of the shape of its argument
     * @param arguments the arguments of the reduction, in order
     * @return of the shape of the result
     * @throws FormulaException if a direction or an argument does not fit, before any work is done
     */
    public Tensor call(Arena arena, List<Tensor> directions, Tensor... arguments) {
        return callAll(arena, directions, arguments).getFirst();
    }

    List<Tensor> callAll(Arena arena, List<Tensor> directions, Tensor... arguments) {
        if (directions.size() != variables.size()) {
            throw new FormulaException("there are " + variables.size() + " arguments that change, but " + directions.size()
                    + " changes came");
        }
        try (Arena scratch = Arena.ofShared()) {
            return sum.callAll(arena, Stream.of(Arrays.stream(arguments),
                            saved.of(scratch, List.of(), arguments).stream(), directions.stream())
                    .flatMap(tensors -> tensors)
                    .toArray(Tensor[]::new));
        }
    }
}
