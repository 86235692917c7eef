package keops.autograd;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * L-BFGS: estimates the inverse Hessian from the last changes of parameters and gradients (Nocedal 1980, "Updating
 * quasi-Newton matrices with limited storage"), with a {@linkplain LineSearch line search} for the strong Wolfe
 * conditions. A step evaluates the objective at least once and never increases it. Not thread-safe.
 */
public final class Lbfgs implements Optimiser {
    private static final int HISTORY = 10;
    /** The smallest curvature that is remembered, relative to the squared change of the gradient. */
    private static final double LEAST_CURVATURE = 1e-10;

    private final Parameters parameters;
    private final int history;
    private final Deque<Change> changes = new ArrayDeque<>();
    /** The end point of the last step, and the evaluation there. */
    private Vector last;
    private Parameters.Evaluation atLast;

    /** The changes of parameters and gradient in a step, and the inverse of their scalar product. */
    private record Change(Vector moved, Vector bent, double inverse) {}

    /**
     * Constructs an optimiser that remembers 10 steps.
     *
     * @param parameters float32 or float64; they are updated in place
     * @throws FormulaException if a parameter cannot be written
     */
    public Lbfgs(List<Tensor> parameters) {
        this(parameters, HISTORY);
    }

    /**
     * Constructs an optimiser that remembers a number of steps.
     *
     * @param parameters float32 or float64; they are updated in place
     * @param history the number of steps to remember, at least 1
     * @throws FormulaException if a parameter cannot be written, or the history is less than 1
     */
    public Lbfgs(List<Tensor> parameters, int history) {
        if (history < 1) {
            throw new FormulaException("L-BFGS remembers at least 1 step, but " + history + " was asked for");
        }
        this.parameters = new Parameters(parameters);
        this.history = history;
    }

    /** Performs an iteration; the objective must be the same in all iterations. */
    @Override
    public double step(Objective objective) {
        Vector from = parameters.get();
        Parameters.Evaluation here = from.isAt(last) ? atLast : parameters.evaluate(objective);
        Vector direction = direction(here.gradient());
        double slope = direction.dot(here.gradient());
        if (!(slope < 0)) {
            // There was no decrease, perhaps because of old steps: the next step goes along the gradient.
            changes.clear();
            direction = here.gradient().times(-1);
            slope = direction.dot(here.gradient());
        }
        if (slope < 0 && Double.isFinite(slope)) {
            descend(objective, from, here, direction, slope);
        }
        return here.value();
    }

    private void descend(
            Objective objective, Vector from, Parameters.Evaluation here, Vector direction, double slope) {
        double first = changes.isEmpty() ? Math.min(1, 1 / direction.norm1()) : 1;
        LineSearch.Point found = LineSearch.find(step -> {
            parameters.set(from.plus(step, direction));
            Parameters.Evaluation there = parameters.evaluate(objective);
            return new LineSearch.Point(step, there.value(), direction.dot(there.gradient()), there);
        }, new LineSearch.Point(0, here.value(), slope, here), first);
        parameters.set(from.plus(found.step(), direction));
        last = parameters.get();
        atLast = found.evaluation();
        remember(last.minus(from), atLast.gradient().minus(here.gradient()));
    }

    private void remember(Vector moved, Vector bent) {
        double product = moved.dot(bent);
        // A step without positive curvature is not remembered, since the estimate would not be positive definite.
        if (product > LEAST_CURVATURE * bent.dot(bent)) {
            changes.addLast(new Change(moved, bent, 1 / product));
            if (changes.size() > history) {
                changes.removeFirst();
            }
        }
    }

    /** Minus the estimate of the inverse Hessian times the gradient, by Nocedal's two-loop recursion. */
    private Vector direction(Vector gradient) {
        Vector direction = gradient.times(-1);
        var factors = new ArrayDeque<Double>();
        for (Iterator<Change> youngest = changes.descendingIterator(); youngest.hasNext();) {
            Change change = youngest.next();
            double factor = change.inverse() * change.moved().dot(direction);
            factors.push(factor);
            direction = direction.plus(-factor, change.bent());
        }
        if (!changes.isEmpty()) {
            Change change = changes.getLast();
            direction = direction.times(1 / (change.inverse() * change.bent().dot(change.bent())));
        }
        for (Change change : changes) {
            double factor = factors.pop() - change.inverse() * change.bent().dot(direction);
            direction = direction.plus(factor, change.moved());
        }
        return direction;
    }
}
