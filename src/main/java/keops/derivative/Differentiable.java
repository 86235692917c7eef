package keops.derivative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import keops.call.PlanEvaluator;
import keops.call.Watching;
import keops.formula.Variable;
import keops.plan.Plan;
import keops.plan.Slot;
import keops.tensor.Tensor;

/**
 * A reduction that can be evaluated and differentiated. Its gradients are kept, so that those asked for again find
 * their kernels. It is immutable and may be shared by threads.
 */
public final class Differentiable {
    private final PlanEvaluator evaluator;
    /** Without onlookers. */
    private final Map<List<Variable>, Vjp> gradients;
    private final Slot<Differential> differential = new Slot<>();

    private Differentiable(PlanEvaluator evaluator, Map<List<Variable>, Vjp> gradients) {
        this.evaluator = evaluator;
        this.gradients = gradients;
    }

    /** A reduction none of whose derivatives is known yet. */
    public static Differentiable of(PlanEvaluator evaluator) {
        return new Differentiable(evaluator, new ConcurrentHashMap<>());
    }

    /** What evaluates it. */
    public PlanEvaluator evaluator() {
        return evaluator;
    }

    /** The same with other onlookers. */
    public Differentiable watchedBy(Watching watching) {
        return new Differentiable(evaluator.watchedBy(watching), gradients);
    }

    /**
     * Its gradients by some arguments.
     *
     * @throws keops.error.FormulaException if they are too large
     */
    public Vjp vjp(List<Variable> variables) {
        return gradients
                .computeIfAbsent(List.copyOf(variables), by -> new Vjp(watchedBy(Watching.NONE), by))
                .watchedBy(evaluator.watching());
    }

    /** How its results change with its arguments. */
    public Differential differential() {
        return differential.get(() -> Differential.of(this));
    }

    /** Another reduction, evaluated where and how this one is. */
    Differentiable derived(Plan plan) {
        return of(evaluator.derived(plan));
    }

    Plan plan() {
        return evaluator.plan();
    }

    /** As {@link PlanEvaluator#call}. */
    public Tensor call(Arena arena, Tensor... arguments) {
        return evaluator.call(arena, arguments);
    }

    /** As {@link PlanEvaluator#callAll}. */
    public List<Tensor> callAll(Arena arena, Tensor... arguments) {
        return evaluator.callAll(arena, arguments);
    }

    /** The arguments, in order. */
    public List<Variable> arguments() {
        return evaluator.plan().arguments();
    }

    /** The reduction in words. */
    @Override
    public String toString() {
        return evaluator.toString();
    }
}
