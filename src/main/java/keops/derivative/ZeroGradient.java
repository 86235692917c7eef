package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import keops.call.PlanEvaluator;
import keops.call.Home;
import keops.formula.Variable;
import keops.tensor.Tensor;

/** Indices change by jumps only: their gradients are zero. */
record ZeroGradient(List<Variable> variables) implements GradientRule {
    @Override
    public Stream<PlanEvaluator> reductions() {
        return Stream.empty();
    }

    @Override
    public List<Tensor> call(Arena arena, List<Tensor> results, List<Tensor> cotangents, Tensor[] arguments) {
        Home home = Home.of(arguments, cotangents);
        return variables.stream()
                .map(variable -> arguments[variable.position()])
                .map(argument -> home.bring(
                        arena, there -> Tensor.allocate(there, argument.dtype().compute(), argument.shape())))
                .toList();
    }
}
