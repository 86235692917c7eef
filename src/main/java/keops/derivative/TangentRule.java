package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import keops.error.FormulaException;
import keops.formula.Variable;
import keops.tensor.Tensor;

/** How the changes of the results of a kind of reduction are computed. */
sealed interface TangentRule permits SumTangent, ExtremumTangent {
    /**
     * The rule for a reduction.
     *
     * @throws FormulaException if its results have no change that one pass computes
     */
    static TangentRule of(Differentiable source, List<Variable> variables) {
        return switch (source.differential()) {
            case Differential.AsSum() -> new SumTangent(source, variables);
            case Differential.AtChosenPairs(ChosenPairs pairs) -> new ExtremumTangent(source, pairs, variables);
            case Differential.AsShiftedSums _ -> throw none(source, "use LogSumExp, which is made of it");
            case Differential.ByJumps() -> throw none(source, "it gives indices");
        };
    }

    private static FormulaException none(Differentiable source, String why) {
        return new FormulaException(source.plan().reduction().name() + " has no changes and no Hessian: " + why);
    }

    /**
     * Computes the change of the values.
     *
     * @param arena what they live in
     * @param directions the changes of the arguments, checked already
     * @param arguments the arguments of the reduction, checked already
     */
    List<Tensor> call(Arena arena, List<Tensor> directions, Tensor[] arguments);
}
