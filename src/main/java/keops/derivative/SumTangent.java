package keops.derivative;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import keops.formula.Differentiate;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.plan.Linearised;
import keops.plan.Plan;
import keops.plan.Sum;
import keops.program.Extent;
import keops.reduction.SumScheme;
import keops.tensor.Tensor;

/** Changes of sums, and of what changes like a sum: one pass over the pairs, whatever the number of arguments. */
final class SumTangent implements TangentRule {
    private final SavedRows saved;
    private final Differentiable sum;

    SumTangent(Differentiable source, List<Variable> variables) {
        Plan plan = source.plan();
        this.saved = new SavedRows(source);
        Linearised linearised = Linearised.of(plan);
        var arguments = new ArrayList<>(linearised.arguments(plan));
        var directions = new ArrayList<Variable>();
        for (Variable variable : variables) {
            directions.add(new Variable(variable.name() + "_change", arguments.size() + directions.size(),
                    variable.dim(),
                    variable.category()));
        }
        arguments.addAll(directions);
        SumScheme scheme = plan.reduction().isSum() ? plan.scheme() : SumScheme.AUTO;
        List<Sum> terms = plan.reduction().isSum()
                ? plan.sums()
                : List.of(new Sum(linearised.formula(), Extent.ROWS));
        List<Sum> changes = terms.stream()
                .map(term -> new Sum(
                        Differentiate.directional(term.formula(), variables, directions), term.extent()))
                .toList();
        this.sum = source.derived(Plan.ofSums(changes, arguments, scheme, plan.rows()));
    }

    Differentiable reduction() {
        return sum;
    }

    @Override
    public List<Tensor> call(Arena arena, List<Tensor> directions, Tensor[] arguments) {
        try (Arena scratch = new ScratchArena()) {
            return sum.callAll(arena, Stream.of(Arrays.stream(arguments),
                            saved.of(scratch, List.of(), saved.arePlain(sum, arguments), arguments).stream(),
                            directions.stream())
                    .flatMap(tensors -> tensors)
                    .toArray(Tensor[]::new));
        }
    }
}
