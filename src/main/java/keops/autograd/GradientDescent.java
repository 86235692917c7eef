package keops.autograd;

import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * Gradient descent with momentum: {@code v = momentum v + gradient}, then {@code p = p - rate v} (Polyak 1964, "Some
 * methods of speeding up the convergence of iteration methods"). Not thread-safe.
 */
public final class GradientDescent extends GradientStep {
    private final double rate;
    private final double momentum;
    private final double[] velocity;

    /**
     * Constructs an optimiser without momentum.
     *
     * @param parameters float32 or float64; they are updated in place
     * @param rate the learning rate, above 0
     * @throws FormulaException if a parameter cannot be written, or the rate is not above 0
     */
    public GradientDescent(List<Tensor> parameters, double rate) {
        this(parameters, rate, 0);
    }

    /**
     * Constructs an optimiser with momentum.
     *
     * @param parameters float32 or float64; they are updated in place
     * @param rate the learning rate, above 0
     * @param momentum the factor of the velocity in each step, at least 0 and below 1
     * @throws FormulaException if a parameter cannot be written, or a number is out of its range
     */
    public GradientDescent(List<Tensor> parameters, double rate, double momentum) {
        super(parameters);
        if (!(rate > 0) || !(momentum >= 0 && momentum < 1)) {
            throw new FormulaException("gradient descent needs a rate above 0 and a momentum from 0 up to 1, but "
                    + rate + " and " + momentum + " came");
        }
        this.rate = rate;
        this.momentum = momentum;
        this.velocity = new double[count()];
    }

    @Override
    void move(double[] at, Vector gradient) {
        for (int k = 0; k < at.length; k++) {
            velocity[k] = momentum * velocity[k] + gradient.get(k);
            at[k] -= rate * velocity[k];
        }
    }
}
