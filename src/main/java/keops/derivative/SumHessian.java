package keops.derivative;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keops.formula.Variable;
import keops.memory.ScratchArena;
import keops.tensor.Tensor;

/** Hvp-vector products of sums, and of what changes like a sum: the changes of the passes of the gradient. */
final class SumHessian implements HessianRule {
    private final SumGradient gradient;
    private final SavedRows saved;
    private final SumTangent ofSource;
    private final Optional<Jvp> ofLogarithm;
    private final List<Jvp> ofGradients;

    SumHessian(Differentiable source, List<Variable> variables, SumTangent ofSource) {
        this.gradient = new SumGradient(source, variables);
        this.saved = new SavedRows(source);
        this.ofSource = ofSource;
        this.ofLogarithm = saved.logarithm().map(logarithm -> new Jvp(logarithm, variables));
        List<Variable> changing = Stream.concat(variables.stream(), gradient.saved().stream()).toList();
        this.ofGradients = gradient.passes().stream().map(pass -> new Jvp(pass.sum(), changing)).toList();
    }

    @Override
    public List<Tensor> call(Arena arena, Tensor cotangent, List<Tensor> directions, Tensor[] arguments) {
        try (Arena scratch = new ScratchArena()) {
            Tensor[] all = Stream.of(Arrays.stream(arguments),
                            gradient.savedRows(scratch, List.of(), arguments).stream(),
                            Stream.of(cotangent))
                    .flatMap(tensors -> tensors)
                    .toArray(Tensor[]::new);
            List<Tensor> changes = Stream.concat(directions.stream(),
                            saved.changes(scratch, ofSource, ofLogarithm, directions, arguments).stream())
                    .toList();
            var outputs = new ArrayList<List<Tensor>>();
            for (Jvp tangent : ofGradients) {
                outputs.add(tangent.call(scratch, changes, all));
            }
            return gradient.split(arena, outputs);
        }
    }
}
