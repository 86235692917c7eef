package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import keops.formula.Variable;
import keops.tensor.Tensor;

/** How the Hvp-vector products of a kind of reduction are computed. */
sealed interface HessianRule permits SumHessian, ExtremumHessian {
    /**
     * The rule for a reduction.
     *
     * @throws keops.error.FormulaException if it has no Hvp
     */
    static HessianRule of(Differentiable source, List<Variable> variables) {
        return switch (TangentRule.of(source, variables)) {
            case SumTangent tangent -> new SumHessian(source, variables, tangent);
            case ExtremumTangent tangent -> new ExtremumHessian(tangent.pairs(), variables);
        };
    }

    /**
     * Computes the change of the gradients.
     *
     * @param arena what they live in
     * @param cotangent of the shape of the result, checked already
     * @param directions the changes of the arguments, checked already
     * @param arguments the arguments of the reduction, checked already
     */
    List<Tensor> call(Arena arena, Tensor cotangent, List<Tensor> directions, Tensor[] arguments);
}
