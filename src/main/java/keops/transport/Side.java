package keops.transport;

import java.lang.foreign.Arena;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * A cloud as the iteration sees it, in units of {@link Box}.
 *
 * @param points the points, (N, D)
 * @param weights the weights
 * @param mass the sum of the weights
 * @param logarithms those of the weights
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and never seen outside this package.
record Side(Tensor points, double[] weights, double mass, double[] logarithms) {
    /** Stands for the logarithm of 0: its exponential is 0 beside all others, and float32 holds it. */
    static final double OF_ZERO = -1e30;

    /** A cloud of a mass that its weights have but for rounding errors. */
    static Side of(DType dtype, double[] coordinates, int dimension, double[] weights, double mass) {
        double[] logarithms = new double[weights.length];
        for (int i = 0; i < weights.length; i++) {
            logarithms[i] = weights[i] == 0 ? OF_ZERO : Math.log(weights[i]);
        }
        return new Side(Numbers.tensor(Arena.ofAuto(), dtype, coordinates, dimension), weights, mass, logarithms);
    }
}
