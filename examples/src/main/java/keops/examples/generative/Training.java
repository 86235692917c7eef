package keops.examples.generative;

import java.util.Random;
import keops.autograd.Adam;
import keops.autograd.Tape;
import keops.tensor.Tensor;

/**
 * A generator that is trained by one criterion.
 *
 * @param criterion what is minimised
 * @param generator the network
 * @param adam the optimiser of its numbers
 */
record Training(Criterion criterion, Generator generator, Adam adam) {
    private static final double RATE = 0.01;

    /** The beginning, at random weights. */
    static Training begin(Criterion criterion, int width, long seed) {
        Generator generator = Generator.random(width, new Random(seed));
        return new Training(criterion, generator, new Adam(generator.parameters(), RATE));
    }

    /** Changes the numbers a little, and returns the loss between what was made of latent points, and the data. */
    double step(Tensor latent, Tensor data) {
        return adam.step((tape, p) -> criterion.loss(Generator.points(tape.constant(latent), p), tape.constant(data)));
    }

    /** The loss by another criterion, between points. */
    static double loss(Criterion criterion, Tensor points, Tensor data) {
        try (var tape = new Tape()) {
            return criterion.loss(tape.constant(points), tape.constant(data)).item();
        }
    }
}
