package keops;

import java.util.Collections;
import java.util.List;
import keops.tensor.Tensor;

/**
 * The gradients of a kernel product by everything that it was called with, each of the shape of what it belongs to.
 *
 * <p>It is immutable, but for the elements of its tensors.
 *
 * @param gammas one for each of {@link Kernel#formulas}; null where the formula has no gamma, as {@code linear}, and
 *     where no gammas were given; of shape (1) where a gamma is a plain number
 * @param x one for each variable indexed by i
 * @param y one for each variable indexed by j
 * @param tensors one for each tensor of the mode
 */
public record KernelGradients(List<Tensor> gammas, List<Tensor> x, List<Tensor> y, List<Tensor> tensors) {
    /** Makes the lists unmodifiable. */
    public KernelGradients {
        gammas = Collections.unmodifiableList(gammas);
        x = List.copyOf(x);
        y = List.copyOf(y);
        tensors = List.copyOf(tensors);
    }
}
