package keops.autograd;

import java.util.List;
import keops.error.FormulaException;
import keops.tensor.Tensor;

/**
 * Adam: steps along the running mean of the gradients, divided by the square root of the running mean of their squares
 * (Kingma and Ba 2015, "Adam: a method for stochastic optimization", algorithm 1, by default with its constants). Not
 * thread-safe.
 */
public final class Adam extends GradientStep {
    private final double rate;
    private final double decay;
    private final double squareDecay;
    private final double epsilon;
    private final double[] mean;
    private final double[] squares;
    private int steps;

    /**
     * Constructs an optimiser with the constants 0.9, 0.999 and 1e-8 of the paper.
     *
     * @param parameters float32 or float64; they are updated in place
     * @param rate the learning rate: about the size of a step in each coordinate, above 0
     * @throws FormulaException if a parameter cannot be written, or the rate is not above 0
     */
    public Adam(List<Tensor> parameters, double rate) {
        this(parameters, rate, 0.9, 0.999, 1e-8);
    }

    /**
     * Constructs an optimiser with other constants.
     *
     * @param parameters float32 or float64; they are updated in place
     * @param rate the learning rate: about the size of a step in each coordinate, above 0
     * @param decay the decay rate of the mean of gradients, at least 0 and below 1
     * @param squareDecay the decay rate of the mean of squares, at least 0 and below 1
     * @param epsilon the number that is added to the square root, above 0
     * @throws FormulaException if a parameter cannot be written, or a number is out of its range
     */
    public Adam(List<Tensor> parameters, double rate, double decay, double squareDecay, double epsilon) {
        super(parameters);
        if (!(rate > 0) || !(decay >= 0 && decay < 1) || !(squareDecay >= 0 && squareDecay < 1) || !(epsilon > 0)) {
            throw new FormulaException("Adam needs a rate and an epsilon above 0 and decays from 0 up to 1, but rate "
                    + rate + ", decays " + decay + " and " + squareDecay + ", and epsilon " + epsilon + " came");
        }
        this.rate = rate;
        this.decay = decay;
        this.squareDecay = squareDecay;
        this.epsilon = epsilon;
        this.mean = new double[count()];
        this.squares = new double[mean.length];
    }

    @Override
    void move(double[] at, Vector gradient) {
        steps++;
        // The means start at 0: these are the corrections of that bias.
        double seen = 1 - Math.pow(decay, steps);
        double squaresSeen = 1 - Math.pow(squareDecay, steps);
        for (int k = 0; k < at.length; k++) {
            mean[k] = decay * mean[k] + (1 - decay) * gradient.get(k);
            squares[k] = squareDecay * squares[k] + (1 - squareDecay) * gradient.get(k) * gradient.get(k);
            at[k] -= rate * (mean[k] / seen) / (Math.sqrt(squares[k] / squaresSeen) + epsilon);
        }
    }
}
