package keops.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.formula.Variable;
import keops.reduction.Reduction;

/**
 * A plain sum that changes as a reduction does, where some of the reduction's results are put in as if they were given.
 * Logarithms L are put in as two numbers, a shift c near them and {@code r = L - c}, so that their rounding does no
 * more to e^(F - L) than that of F, however large they are:
 *
 * <ul>
 *   <li>{@code L = log sum w e^F}: {@code dL = sum e^(F - L) (w dF + dw)}, the change of
 *     {@code sum e^(F - c) (e^-r w)}; where there are several weights, they share the shift, so that each pair has one
 *     exponential and not one for each weight;
 *   <li>{@code S = sum w e^F / sum e^F}, with {@code L = log sum e^F}: {@code dS = sum e^(F - L) ((w - S) dF + dw)},
 *     the change of {@code sum e^(F - c) (e^-r (w - S))}.
 * </ul>
 *
 * <p>Of vectors F, each component has a logarithm, and a shift, of its own.
 *
 * <p>No exponential overflows that need not. Where the weights are 1, F is not above c, and a power beyond that is 1:
 * that of an infinite F.
 *
 * @param formula the terms of the sum
 * @param shift the argument after those of the reduction by which the shift is put in, which does not change
 * @param saved the arguments after that by which results are put in that change as the reduction's do: what logarithms
 *     are more than the shift, and averages
 */
public record Linearised(Formula formula, Optional<Variable> shift, List<Variable> saved) {
    /** Copies the list. */
    public Linearised {
        saved = List.copyOf(saved);
    }

    /**
     * The sum that changes like a reduction.
     *
     * @throws FormulaException if the reduction does not change smoothly
     */
    public static Linearised of(Plan plan) {
        return switch (plan.reduction().kind()) {
            case Reduction.Sum() -> new Linearised(plan.formula(), Optional.empty(), List.of());
            case Reduction.Exponential.LOG_SUM_EXP -> {
                Variable shift = saved(plan, 0, "shift", plan.dim());
                Variable rest = saved(plan, 1, "rest", plan.weightDim());
                yield new Linearised(
                        plan.weight()
                                .map(weights -> call("Mult", call("Exp", relative(plan.formula(), shift)),
                                        call("Mult", inverse(rest), weights)))
                                .orElseGet(() -> call("Mult", power(plan, shift), inverse(rest))),
                        Optional.of(shift), List.of(rest));
            }
            case Reduction.Exponential.SUM_SOFT_MAX_WEIGHT -> {
                Variable shift = saved(plan, 0, "shift", plan.dim());
                Variable rest = saved(plan, 1, "rest", plan.dim());
                Variable result = saved(plan, 2, "result", plan.weightDim());
                yield new Linearised(
                        call("Mult", power(plan, shift),
                                call("Mult", inverse(rest), call("Subtract", plan.weight().orElseThrow(), result))),
                        Optional.of(shift), List.of(rest, result));
            }
            case Reduction.Exponential.MAX_SUM_SHIFT_EXP -> throw noSum(plan, ": use LogSumExp, which is made of it");
            case Reduction.Extremum _, Reduction.Extrema _ -> throw noSum(plan, "");
        };
    }

    private static FormulaException noSum(Plan plan, String advice) {
        return new FormulaException(plan.reduction().name() + " does not change as a sum does" + advice);
    }

    private static Variable saved(Plan plan, int rank, String name, int dim) {
        return new Variable(name, plan.arguments().size() + rank, dim, plan.rows());
    }

    /** e^(F - shift), where F is not above the shift. */
    private static Formula power(Plan plan, Variable shift) {
        return Call.of(Operators.POWER_UP_TO_ONE, plan.formula(), shift);
    }

    /** {@code F - shift}, of F as it is rounded in reductions. */
    public static Formula relative(Formula formula, Formula shift) {
        return call("Subtract", Call.of(Operators.ROUNDED, formula), shift);
    }

    /** e^-r. */
    private static Formula inverse(Formula rest) {
        return call("Exp", call("Minus", rest));
    }

    private static Formula call(String operator, Formula... arguments) {
        return Call.of(Operators.named(operator), arguments);
    }

    /** The arguments of the reduction, then those that results are put in by. */
    public List<Variable> arguments(Plan plan) {
        var arguments = new ArrayList<>(plan.arguments());
        shift.ifPresent(arguments::add);
        arguments.addAll(saved);
        return arguments;
    }
}
