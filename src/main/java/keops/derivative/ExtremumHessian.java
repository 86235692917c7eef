package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.IntStream;
import keops.call.Home;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.tensor.Tensor;

/** Hvp-vector products of smallest and largest values: those of the formula at the {@link ChosenPairs}. */
final class ExtremumHessian implements HessianRule {
    private final ChosenPairs pairs;
    private final List<Variable> variables;
    private final Hvp atPairs;

    ExtremumHessian(ChosenPairs pairs, List<Variable> variables) {
        this.pairs = pairs;
        this.variables = variables;
        this.atPairs = new Hvp(pairs.values(), variables.stream().map(pairs::atPair).toList());
    }

    @Override
    public List<Tensor> call(Arena arena, Tensor cotangent, List<Tensor> directions, Tensor[] arguments) {
        try (Arena scratch = new ScratchArena()) {
            ChosenPairs.Pairs list = pairs.list(
                    scratch, Home.onHost(scratch, pairs.indices().call(scratch, arguments)));
            List<Tensor> moved = IntStream.range(0, variables.size())
                    .mapToObj(k -> pairs.taken(scratch, list, variables.get(k), directions.get(k)))
                    .toList();
            List<Tensor> products = atPairs.call(scratch, pairs.numbers(scratch, list, cotangent), moved,
                    pairs.arguments(scratch, cotangent.dtype(), list, arguments));
            Home home = Home.of(arguments, directions);
            return IntStream.range(0, variables.size())
                    .mapToObj(k -> home.bring(arena, there -> pairs.added(there, list, variables.get(k),
                            products.get(k), arguments[variables.get(k).position()])))
                    .toList();
        }
    }
}
