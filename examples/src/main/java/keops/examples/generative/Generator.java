package keops.examples.generative;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.tensor.Tensor;

/**
 * A network with two hidden layers that carries latent points of the plane to points of the plane. Its numbers change
 * while it is trained.
 *
 * @param parameters the matrix and the offsets of each layer: (2, W), (1, W), (W, W), (1, W), (W, 2), (1, 2)
 */
record Generator(List<Tensor> parameters) {
    /** A network of random weights, W neurons wide: each layer keeps the size of what comes in, about. */
    static Generator random(int width, Random random) {
        return new Generator(List.of(
                weights(2, width, random), Tensor.of(new float[width], 1, width),
                weights(width, width, random), Tensor.of(new float[width], 1, width),
                weights(width, 2, random), Tensor.of(new float[2], 1, 2)));
    }

    private static Tensor weights(int rows, int columns, Random random) {
        return gaussian(rows, columns, 1 / Math.sqrt(rows), random);
    }

    /** Latent points: a standard Gaussian, (N, 2). */
    static Tensor latent(int count, Random random) {
        return gaussian(count, 2, 1, random);
    }

    private static Tensor gaussian(int rows, int columns, double deviation, Random random) {
        float[] values = new float[rows * columns];
        for (int k = 0; k < values.length; k++) {
            values[k] = (float) (deviation * random.nextGaussian());
        }
        return Tensor.of(values, rows, columns);
    }

    /** Where the network carries latent points. */
    static TapeVariable points(TapeVariable latent, List<TapeVariable> p) {
        TapeVariable first = latent.matmul(p.get(0)).plus(p.get(1)).tanh();
        TapeVariable second = first.matmul(p.get(2)).plus(p.get(3)).tanh();
        return second.matmul(p.get(4)).plus(p.get(5));
    }

    /** Where it carries them now, as a tensor of its own. */
    Tensor points(Tensor latent) {
        try (var tape = new Tape()) {
            return points(tape.constant(latent), parameters.stream().map(tape::constant).toList()).value()
                    .toHost(Arena.ofAuto());
        }
    }
}
