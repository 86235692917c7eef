package keops.autograd;

import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/** An optimiser whose step depends on one gradient only. Not thread-safe. */
public abstract sealed class GradientStep implements Optimiser permits Adam, GradientDescent {
    private final Parameters parameters;

    GradientStep(List<Tensor> parameters) {
        this.parameters = new Parameters(parameters);
    }

    /** The number of elements in all parameters. */
    int count() {
        return parameters.count();
    }

    @Override
    public final double step(Objective objective) {
        Parameters.Evaluation here = parameters.evaluate(objective);
        step(here.gradient());
        return here.value();
    }

    /**
     * Performs a step with gradients that were computed elsewhere.
     *
     * @param gradients one for each parameter, of its shape
     * @throws FormulaException if their number, shapes or types differ from those of the parameters
     */
    public final void step(List<Tensor> gradients) {
        Objects.requireNonNull(gradients, "gradients");
        step(parameters.gradient(gradients));
    }

    private void step(Vector gradient) {
        double[] numbers = parameters.get().toArray();
        move(numbers, gradient);
        parameters.set(Vector.of(numbers));
    }

    /** Updates the elements of all parameters. */
    abstract void move(double[] numbers, Vector gradient);
}
