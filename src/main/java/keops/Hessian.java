package keops;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.tensor.Tensor;

/**
 * Hessian-vector products: how the {@link Gradient} by some arguments changes when these arguments change, the cotangent
 * staying as it is. For sums, LogSumExp and SumSoftMaxWeight; the Hessian itself is never made.
 */
public final class Hessian {
    private final Genred source;
    private final List<Variable> variables;
    private final SumGradient gradient;
    private final SavedRows saved;
    private final Tangent ofSource;
    private final Optional<Tangent> ofLogarithm;
    private final List<Tangent> ofGradients;

    Hessian(Genred source, List<Variable> variables) {
        this.source = source;
        this.variables = List.copyOf(variables);
        if (!(GradientRule.of(source, this.variables) instanceof SumGradient sums)) {
            throw new FormulaException(source + " does not change as a sum does: it has no second derivative");
        }
        this.gradient = sums;
        this.saved = new SavedRows(source);
        this.ofSource = new Tangent(source, this.variables);
        this.ofLogarithm = saved.logarithm().map(logarithm -> new Tangent(logarithm, this.variables));
        List<Variable> changing = Stream.concat(this.variables.stream(), gradient.saved().stream()).toList();
        this.ofGradients = gradient.reductions().stream().map(sum -> new Tangent(sum, changing)).toList();
    }

    /** The arguments by which it differentiates. */
    public List<Variable> variables() {
        return variables;
    }

    /**
     * Computes the change of the gradients.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the result
     * @param directions the changes of the arguments, each of the shape of its argument
     * @param arguments the arguments of the reduction, in order
     * @return one for each variable, of the shape of the argument
     * @throws FormulaException if something does not fit, before any work is done
     */
    public List<Tensor> call(Arena arena, Tensor cotangent, List<Tensor> directions, Tensor... arguments) {
        source.checkCotangents(List.of(cotangent), arguments);
        try (Arena scratch = Arena.ofShared()) {
            Tensor[] all = Stream.of(Arrays.stream(arguments), saved.of(scratch, List.of(), arguments).stream(),
                            Stream.of(cotangent))
                    .flatMap(tensors -> tensors)
                    .toArray(Tensor[]::new);
            List<Tensor> changes = Stream.concat(directions.stream(),
                            saved.changes(scratch, ofSource, ofLogarithm, directions, arguments).stream())
                    .toList();
            var outputs = new ArrayList<List<Tensor>>();
            for (Tangent tangent : ofGradients) {
                outputs.add(tangent.callAll(scratch, changes, all));
            }
            return gradient.split(arena, outputs);
        }
    }
}
