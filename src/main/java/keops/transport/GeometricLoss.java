package keops.transport;

import keops.error.CancelledException;
import keops.error.FormulaException;

/**
 * How far two weighted point clouds are from each other, with gradients by points and weights.
 *
 * {@snippet :
 * GeometricLoss loss = SinkhornDivergence.ofBlur(0.05);                // or KernelNorm.energy()
 * double s = loss.value(PointCloud.of(x), PointCloud.of(y));
 * Tensor slope = loss.gradients(PointCloud.of(x), PointCloud.of(y)).firstPoints();   // (M, D)
 * }
 *
 * <p>Losses are immutable, and threads may share them.
 */
public sealed interface GeometricLoss permits ConfigurableLoss {
    /**
     * The loss.
     *
     * @throws FormulaException if the clouds do not fit each other
     * @throws UnconvergedException if an iterative loss has not come as close as asked for
     * @throws CancelledException if the thread is interrupted or the deadline passes
     */
    double value(PointCloud first, PointCloud second);

    /**
     * The loss and its gradients by points and weights of both clouds.
     *
     * @throws FormulaException if the clouds do not fit each other
     * @throws UnconvergedException if an iterative loss has not come as close as asked for
     * @throws CancelledException if the thread is interrupted or the deadline passes
     */
    LossGradients gradients(PointCloud first, PointCloud second);
}
