package keops.derivative;

import java.util.ArrayList;
import java.util.Optional;
import keops.formula.Call;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.formula.Variable;
import keops.plan.Linearised;
import keops.plan.Plan;
import keops.reduction.Reduction;
import keops.reduction.SumScheme;

/**
 * How the results of a reduction change with its arguments, in terms of reductions that are simpler, and of taking and
 * adding rows: what it takes to make a reduction a step of a larger computation that is differentiated.
 */
public sealed interface Differential {
    /** As a sum does: the gradients are sums too, which {@code Vjp.passes} has. */
    record AsSum() implements Differential {}

    /** As the formula does at the pairs that were chosen: smallest and largest values. */
    record AtChosenPairs(ChosenPairs pairs) implements Differential {}

    /**
     * As the largest value, and sums relative to it: Max_SumShiftExp, whose results lie side by side; of a vector as
     * those of each component, which lie side by side along an axis after that of the components.
     *
     * @param largest the largest value m of the formula
     * @param sums the sums relative to m, which is their last argument, with +inf in the place of -inf
     */
    record AsShiftedSums(Differentiable largest, Differentiable sums) implements Differential {
        static AsShiftedSums of(Differentiable source) {
            Plan plan = source.plan();
            Differentiable largest = source.derived(Plan.of(Call.of(Operators.ROUNDED, plan.formula()),
                    Optional.empty(), plan.arguments(), Reduction.MAX,
                    SumScheme.AUTO, plan.rows()));
            Variable shift = new Variable("largest", plan.arguments().size(), plan.dim(), plan.rows());
            Formula power = call("Exp", Linearised.relative(plan.formula(), shift));
            var arguments = new ArrayList<>(plan.arguments());
            arguments.add(shift);
            return new AsShiftedSums(largest, source.derived(Plan.ofSum(
                    plan.weight().map(weight -> call("Mult", power, weight)).orElse(power), arguments,
                    SumScheme.AUTO, plan.rows())));
        }

        private static Formula call(String operator, Formula... arguments) {
            return Call.of(Operators.named(operator), arguments);
        }
    }

    /** By jumps only: indices. */
    record ByJumps() implements Differential {}

    /** That of a reduction. */
    static Differential of(Differentiable source) {
        return switch (source.plan().reduction().kind()) {
            case Reduction.Sum() -> new AsSum();
            case Reduction.Exponential.LOG_SUM_EXP, Reduction.Exponential.SUM_SOFT_MAX_WEIGHT -> new AsSum();
            case Reduction.Exponential.MAX_SUM_SHIFT_EXP -> AsShiftedSums.of(source);
            case Reduction.Extremum _, Reduction.Extrema _ ->
                source.plan().reduction().hasValues() ? new AtChosenPairs(new ChosenPairs(source)) : new ByJumps();
        };
    }
}
