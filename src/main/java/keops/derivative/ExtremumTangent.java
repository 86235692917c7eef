package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import keops.call.Home;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.plan.CurrentWatch;
import keops.tensor.DType;
import keops.tensor.Tensor;

/** Changes of smallest and largest values: those of the formula at the {@link ChosenPairs}. */
final class ExtremumTangent implements TangentRule {
    private final Differentiable source;
    private final ChosenPairs pairs;
    private final List<Variable> variables;
    private final Jvp atPairs;

    ExtremumTangent(Differentiable source, ChosenPairs pairs, List<Variable> variables) {
        this.source = source;
        this.pairs = pairs;
        this.variables = variables;
        this.atPairs = new Jvp(pairs.values(), variables.stream().map(pairs::atPair).toList());
    }

    ChosenPairs pairs() {
        return pairs;
    }

    @Override
    public List<Tensor> call(Arena arena, List<Tensor> directions, Tensor[] arguments) {
        try (Arena scratch = new ScratchArena()) {
            Tensor chosen = Home.onHost(scratch, pairs.indices().call(scratch, arguments));
            ChosenPairs.Pairs list = pairs.list(scratch, chosen);
            DType dtype = source.evaluator().check(arguments).dtype();
            List<Tensor> moved = IntStream.range(0, variables.size())
                    .mapToObj(k -> pairs.taken(scratch, list, variables.get(k), directions.get(k)))
                    .toList();
            Tensor numbers = atPairs.call(scratch, moved, pairs.arguments(scratch, dtype, list, arguments)).getFirst();
            return List.of(Home.of(arguments, directions).bring(arena, there -> {
                Tensor change = Tensor.allocate(there, dtype, chosen.shape());
                for (long k = 0; k < numbers.count(); k++) {
                    CurrentWatch.checkAt(k);
                    change.setDoubleAt(list.places().longAt(k), numbers.doubleAt(k));
                }
                return change;
            }));
        }
    }
}
