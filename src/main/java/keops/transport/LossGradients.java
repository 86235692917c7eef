package keops.transport;

import java.util.Objects;
import keops.tensor.Tensor;

/**
 * A loss between two clouds and its gradients, each of the shape and type of what it is by, in memory that is freed by
 * the garbage collector. Where the loss needs clouds of one mass, gradients by weights hold for changes that keep it.
 *
 * <p>It is immutable but for the elements of its tensors; threads may share it.
 *
 * @param value the loss
 * @param firstPoints the gradient by the points of the first cloud
 * @param firstWeights the gradient by the weights of the first cloud
 * @param secondPoints the gradient by the points of the second cloud
 * @param secondWeights the gradient by the weights of the second cloud
 */
public record LossGradients(
        double value, Tensor firstPoints, Tensor firstWeights, Tensor secondPoints, Tensor secondWeights) {
    /** Refuses null. */
    public LossGradients {
        Objects.requireNonNull(firstPoints, "firstPoints");
        Objects.requireNonNull(firstWeights, "firstWeights");
        Objects.requireNonNull(secondPoints, "secondPoints");
        Objects.requireNonNull(secondWeights, "secondWeights");
    }
}
