package keops;

import java.lang.foreign.Arena;
import java.util.List;
import keops.formula.Variable;
import keops.tensor.Tensor;

/** How the gradients of a kind of reduction are computed. */
sealed interface GradientRule permits SumGradient, ExtremumGradient, ZeroGradient {
    /** The rule for a reduction. */
    static GradientRule of(Genred source, List<Variable> variables) {
        return switch (source.plan().reduction().kind()) {
            case SUM, LOG_SUM_EXP, SUM_SOFT_MAX_WEIGHT, MAX_SUM_SHIFT_EXP -> new SumGradient(source, variables);
            case MIN, MAX, MIN_ARG_MIN, MAX_ARG_MAX, K_MIN, K_MIN_ARG_K_MIN -> new ExtremumGradient(source, variables);
            case ARG_MIN, ARG_MAX, ARG_K_MIN -> new ZeroGradient(variables);
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

    /** The reductions that compute them, where there are such. */
    List<Genred> reductions();
}
