package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import keops.call.PlanEvaluator;
import keops.call.Home;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.tensor.Tensor;

/**
 * Gradients of smallest and largest values: those of the formula at the {@link ChosenPairs}, which is evaluated once
 * for each value and not for each pair; they are added to the rows that they come from.
 */
final class ExtremumGradient implements GradientRule {
    private final ChosenPairs pairs;
    private final List<Variable> variables;
    private final Vjp atPairs;

    ExtremumGradient(ChosenPairs pairs, List<Variable> variables) {
        this.pairs = pairs;
        this.variables = variables;
        this.atPairs = pairs.values().vjp(variables.stream().map(pairs::atPair).toList());
    }

    @Override
    public List<Tensor> call(Arena arena, List<Tensor> results, List<Tensor> cotangents, Tensor[] arguments) {
        try (Arena scratch = new ScratchArena()) {
            ChosenPairs.Pairs list = pairs.list(scratch, pairs.chosen(scratch, results, arguments));
            Tensor e = pairs.numbers(scratch, list, cotangents.getFirst());
            List<Tensor> gradients = atPairs.call(
                    scratch, List.of(), List.of(e), pairs.arguments(scratch, e.dtype(), list, arguments));
            Home home = Home.of(arguments, cotangents);
            return IntStream.range(0, variables.size())
                    .mapToObj(k -> home.bring(arena, there -> pairs.added(there, list, variables.get(k),
                            gradients.get(k), arguments[variables.get(k).position()])))
                    .toList();
        }
    }

    @Override
    public Stream<PlanEvaluator> reductions() {
        return Stream.concat(Stream.of(pairs.indices(), pairs.valuesAndIndices()), atPairs.needed());
    }
}
