package keops;

import java.util.List;
import keops.tensor.Tensor;

/**
 * The result of a reduction, and the gradients of its scalar product with a cotangent.
 *
 * <p>It is immutable, but for the elements of its tensors.
 *
 * @param value the result
 * @param gradients one for each variable of the {@link Gradient}
 */
public record ValueAndGradients(Tensor value, List<Tensor> gradients) {
    /** Copies the list. */
    public ValueAndGradients {
        gradients = List.copyOf(gradients);
    }
}
