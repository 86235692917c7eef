package keops;

import java.util.List;
import keops.error.FormulaException;
import keops.reduction.Reduction;
import keops.tensor.Tensor;

/**
 * Reductions of {@link LazyTensor}s over an axis: 0 goes over i and leaves a row per j, 1 goes over j and leaves a row
 * per i. The components of a vector are reduced by the methods without an axis. Every method throws
 * {@link FormulaException} if the axis is neither, or the formula or the weight does not fit the reduction.
 *
 * <p>Lazy tensors are immutable, and threads may share them.
 */
public sealed interface LazyReductions permits LazyTensor {

    /** A reduction that is ready to run. */
    LazyReduction reduction(Reduction reduction, int axis);

    /** A reduction of exponentials with weights that is ready to run. */
    LazyReduction reduction(Reduction reduction, int axis, LazyTensor weight);

    /** The sums: (rows, D). */
    default Tensor sum(int axis) {
        return reduction(Reduction.SUM, axis).call();
    }

    /** The logarithms of the sums of exponentials: (rows, D). */
    default Tensor logSumExp(int axis) {
        return reduction(Reduction.LOG_SUM_EXP, axis).call();
    }

    /**
     * The logarithms of the sums of weights times exponentials: (rows, dimension of the weight), or (rows, D) where
     * this is a vector, whose components have weights of their own, or share one of dimension 1.
     */
    default Tensor logSumExp(int axis, LazyTensor weight) {
        return reduction(Reduction.LOG_SUM_EXP, axis, weight).call();
    }

    /**
     * The averages of a weight by exponentials of this: (rows, dimension of the weight), or (rows, D) where this is a
     * vector, whose components have weights of their own, or share one of dimension 1.
     */
    default Tensor sumSoftMaxWeight(int axis, LazyTensor weight) {
        return reduction(Reduction.SUM_SOFT_MAX_WEIGHT, axis, weight).call();
    }

    /** The smallest values: (rows, D). */
    default Tensor min(int axis) {
        return reduction(Reduction.MIN, axis).call();
    }

    /** The largest values: (rows, D). */
    default Tensor max(int axis) {
        return reduction(Reduction.MAX, axis).call();
    }

    /** The indices of the smallest values, as int64: (rows, D). */
    default Tensor argMin(int axis) {
        return reduction(Reduction.ARG_MIN, axis).call();
    }

    /** The indices of the largest values, as int64: (rows, D). */
    default Tensor argMax(int axis) {
        return reduction(Reduction.ARG_MAX, axis).call();
    }

    /** The smallest values and their indices. */
    default List<Tensor> minArgMin(int axis) {
        return reduction(Reduction.MIN_ARG_MIN, axis).callAll();
    }

    /** The largest values and their indices. */
    default List<Tensor> maxArgMax(int axis) {
        return reduction(Reduction.MAX_ARG_MAX, axis).callAll();
    }

    /** The k smallest values, ascending: (rows, k), or (rows, k, D). */
    default Tensor kMin(int k, int axis) {
        return reduction(Reduction.kMin(k), axis).call();
    }

    /** The indices of the k smallest values, as int64: (rows, k), or (rows, k, D). */
    default Tensor argKMin(int k, int axis) {
        return reduction(Reduction.argKMin(k), axis).call();
    }

    /** The k smallest values and their indices. */
    default List<Tensor> kMinArgKMin(int k, int axis) {
        return reduction(Reduction.kMinArgKMin(k), axis).callAll();
    }

    /** The k largest values, descending: (rows, k), or (rows, k, D). */
    default Tensor kMax(int k, int axis) {
        return reduction(Reduction.kMax(k), axis).call();
    }

    /** The indices of the k largest values, as int64: (rows, k), or (rows, k, D). */
    default Tensor argKMax(int k, int axis) {
        return reduction(Reduction.argKMax(k), axis).call();
    }

    /** The k largest values and their indices. */
    default List<Tensor> kMaxArgKMax(int k, int axis) {
        return reduction(Reduction.kMaxArgKMax(k), axis).callAll();
    }
}
