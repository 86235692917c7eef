package keops.autograd;

import java.util.List;
import java.util.Objects;
import keops.Genred;
import keops.error.FormulaException;
import keops.tensor.Tensor;
import keops.transport.GeometricLoss;
import keops.transport.KernelNorm;
import keops.transport.SinkhornDivergence;

/**
 * Losses between weighted point clouds as operations on a {@link Tape}, which can be differentiated by points and
 * weights. Each method must be called by the thread of its variables' tape.
 *
 * {@snippet :
 * TapeVariable loss = Losses.of(SinkhornDivergence.ofBlur(0.05), generated, tape.constant(target));
 * loss.plus(penalty).backward();
 * }
 */
public final class Losses {
    /** The most points whose numbers float32 holds; more have no second derivatives of kernels with a cusp. */
    private static final long MOST_NUMBERED = 1 << 24;

    private Losses() {}

    /**
     * The loss between clouds of equal weights, as a number of the points' type.
     *
     * @param loss the loss. Kernel norms can be differentiated to any order, Sinkhorn divergences once. Second
     *     derivatives of the energy distance and the Laplacian norm are NaN where points coincide
     * @param x the points of the first cloud, (M, D)
     * @param y the points of the second cloud, (N, D)
     * @throws FormulaException if the points do not fit
     * @throws keops.transport.UnconvergedException if a Sinkhorn divergence does not converge
     */
    public static TapeVariable of(GeometricLoss loss, TapeVariable x, TapeVariable y) {
        Objects.requireNonNull(loss, "loss");
        return of(loss, x, equal("x", x), y, equal("y", y));
    }

    private static TapeVariable equal(String name, TapeVariable points) {
        Objects.requireNonNull(points, name);
        if (points.value().rank() != 2 || points.value().count() == 0) {
            throw new FormulaException(name + " must be points of shape (N, D), but is " + points);
        }
        long size = points.value().size(0);
        return points.tape().constant(points.dtype(), 1.0 / size).broadcastTo(size);
    }

    /**
     * The loss between weighted clouds, as a number of the points' type.
     *
     * @param loss the loss. Kernel norms can be differentiated to any order, Sinkhorn divergences once. Second
     *     derivatives of the energy distance and the Laplacian norm are NaN where points coincide
     * @param x the points of the first cloud, (M, D)
     * @param a their weights, (M) or (M, 1)
     * @param y the points of the second cloud, (N, D)
     * @param b their weights, (N) or (N, 1)
     * @throws FormulaException if points and weights do not fit, or are not of one type
     * @throws keops.transport.UnconvergedException if a Sinkhorn divergence does not converge
     */
    public static TapeVariable of(GeometricLoss loss, TapeVariable x, TapeVariable a, TapeVariable y, TapeVariable b) {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(x, "x");
        Objects.requireNonNull(a, "a");
        Objects.requireNonNull(y, "y");
        Objects.requireNonNull(b, "b");
        for (TapeVariable variable : List.of(a, y, b)) {
            if (variable.dtype() != x.dtype()) {
                throw new FormulaException("points and weights must be of one type, but there are " + x + " and "
                        + variable);
            }
        }
        return switch (loss) {
            case KernelNorm norm -> {
                norm.requireFit(Sinkhorn.cloud(x.value(), a.value()), Sinkhorn.cloud(y.value(), b.value()));
                yield ofNorm(norm, x.concat(0, y), column(a).concat(0, column(b).negate()));
            }
            case SinkhornDivergence divergence -> new Sinkhorn(divergence).of(List.of(x, a, y, b));
        };
    }

    private static TapeVariable column(TapeVariable weights) {
        return weights.reshape(weights.value().count(), 1);
    }

    /** Half the squared norm of a measure with weights of both signs. */
    private static TapeVariable ofNorm(KernelNorm norm, TapeVariable points, TapeVariable weights) {
        TapeVariable g = points.tape().constant(points.dtype(), norm.parameter()).reshape(1);
        int dimension = Math.toIntExact(points.value().size(1));
        TapeVariable potential = norm.kernel() == KernelNorm.Kernel.GAUSSIAN || points.value().size(0) > MOST_NUMBERED
                ? Reductions.of(norm.convolution(dimension), g, points, points, weights)
                : ofDistinct(norm.selfConvolution(dimension), g, points, weights);
        return potential.times(weights).sum().times(0.5);
    }

    private static TapeVariable ofDistinct(Genred convolution, TapeVariable g, TapeVariable points,
            TapeVariable weights) {
        int size = Math.toIntExact(points.value().size(0));
        Tensor numbers = Tensor.allocate(points.tape().arena(), points.dtype(), size, 1);
        for (int k = 0; k < size; k++) {
            numbers.setDoubleAt(k, k);
        }
        TapeVariable k = points.tape().constant(numbers);
        return Reductions.of(convolution, g, points, points, weights, k, k);
    }
}
