package keops.plan;

import java.util.ArrayList;
import java.util.List;
import keops.error.FormulaException;
import keops.formula.Call;
import keops.formula.Constant;
import keops.formula.Formula;
import keops.formula.Operators;
import keops.formula.Variable;

/**
 * A plain sum that changes as a reduction does, where some of the reduction's results are put in as if they were given:
 *
 * <ul>
 *   <li>{@code L = log sum w e^F}: {@code dL = sum e^(F - L) (w dF + dw)}, the change of {@code sum e^(F - L) w}; where
 *       there are several weights, of {@code sum e^(F - c) (e^(c - L) w)} with a number c per row, so that each pair
 *       has one exponential and not one for each weight;
 *   <li>{@code S = sum w e^F / sum e^F}, with {@code L = log sum e^F}: {@code dS = sum e^(F - L) ((w - S) dF + dw)}, the
 *       change of {@code sum e^(F - L) (w - S)}.
 * </ul>
 *
 * <p>No exponential overflows that need not: F - L is at most 0 where the weights are 1.
 *
 * @param formula the terms of the sum
 * @param saved the arguments that the results are put in by, after those of the reduction
 */
public record Linearised(Formula formula, List<Variable> saved) {
    /** No logarithm is as large, and float32 has it. */
    private static final double BEYOND = 1e38;

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
        Formula weight = plan.weight().orElse(new Constant(1));
        return switch (plan.reduction().kind()) {
            case SUM -> new Linearised(plan.formula(), List.of());
            case LOG_SUM_EXP -> {
                Variable result = saved(plan, 0, "result", plan.weightDim());
                yield new Linearised(
                        plan.weightDim() == 1
                                ? call("Mult", exponential(plan, result), weight)
                                : shared(plan, result, weight),
                        List.of(result));
            }
            case SUM_SOFT_MAX_WEIGHT -> {
                Variable logarithm = saved(plan, 0, "logarithm", 1);
                Variable result = saved(plan, 1, "result", plan.weightDim());
                yield new Linearised(call("Mult", exponential(plan, logarithm), call("Subtract", weight, result)),
                        List.of(logarithm, result));
            }
            case MIN, MAX, ARG_MIN, ARG_MAX, MIN_ARG_MIN, MAX_ARG_MAX, K_MIN, ARG_K_MIN, K_MIN_ARG_K_MIN,
                    K_MAX, ARG_K_MAX, K_MAX_ARG_K_MAX, MAX_SUM_SHIFT_EXP ->
                throw new FormulaException(plan.reduction().name() + " does not change as a sum does"
                        + (plan.reduction().kind().isExponential() ? ": use LogSumExp, which is made of it" : ""));
        };
    }

    private static Variable saved(Plan plan, int rank, String name, int dim) {
        return new Variable(name, plan.arguments().size() + rank, dim, plan.rows());
    }

    private static Formula shared(Plan plan, Variable logarithms, Formula weight) {
        Formula between = between(logarithms);
        return call("Mult", exponential(plan, between),
                call("Mult", call("Exp", call("Subtract", between, logarithms)), weight));
    }

    /**
     * A number in the middle of the finite logarithms, so that neither the exponentials relative to it nor the factors
     * that lead from them to those relative to each logarithm overflow or vanish; beyond all exponents where no
     * logarithm is finite. As a whole number it changes by jumps only: nothing is differentiated by way of it.
     */
    private static Formula between(Variable logarithms) {
        Formula beyond = new Constant(BEYOND);
        Formula isFinite = call("Subtract", beyond, logarithms);
        Formula least = call("Min", call("IfElse", isFinite, logarithms, beyond));
        Formula largest = call("Max", call("IfElse", isFinite, logarithms, least));
        Formula half = new Constant(0.5);
        return call("Floor", call("Add", call("Mult", half, least), call("Mult", half, largest)));
    }

    private static Formula exponential(Plan plan, Formula shift) {
        return call("Exp", call("Subtract", plan.formula(), shift));
    }

    private static Formula call(String operator, Formula... arguments) {
        return Call.of(Operators.named(operator), arguments);
    }

    /** The arguments of the reduction, then those that results are put in by. */
    public List<Variable> arguments(Plan plan) {
        var arguments = new ArrayList<>(plan.arguments());
        arguments.addAll(saved);
        return arguments;
    }
}
