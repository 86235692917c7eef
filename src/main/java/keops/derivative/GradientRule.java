package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.stream.Stream;
import keops.call.PlanEvaluator;
import keops.formula.Variable;
import keops.tensor.Tensor;

/** How the gradients of a kind of reduction are computed. */
sealed interface GradientRule permits SumGradient, ExtremumGradient, ShiftedGradient, ZeroGradient {
    /** The rule for a reduction. */
    static GradientRule of(Differentiable source, List<Variable> variables) {
        return switch (source.differential()) {
            case Differential.AsSum() -> new SumGradient(source, variables);
            case Differential.AtChosenPairs(ChosenPairs pairs) -> new ExtremumGradient(pairs, variables);
            case Differential.AsShiftedSums parts -> new ShiftedGradient(parts, variables);
            case Differential.ByJumps() -> new ZeroGradient(variables);
        };
    }

    /**
     * Computes the gradients.
     *
     * @param arena what they live in
     * @param results the results of the reduction, or an empty list
     * @param cotangents the cotangents of the outputs with values
     * @param arguments the arguments of the reduction, checked already
     */
    List<Tensor> call(Arena arena, List<Tensor> results, List<Tensor> cotangents, Tensor[] arguments);

    /** Whether it takes all elements of a batch at once, as long as they share no variable. */
    default boolean takesBatch() {
        return false;
    }

    /** All reductions that a call may compute. */
    Stream<PlanEvaluator> reductions();

    /** The passes over the pairs that compute them, where there are such. */
    default List<GradientPass> passes() {
        return List.of();
    }
}
