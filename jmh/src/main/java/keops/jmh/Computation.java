package keops.jmh;

import keops.tensor.Tensor;

/** A way to compute a workload, ready to be timed. */
@FunctionalInterface
interface Computation {
    /** Computes the result. */
    void call(Tensor result);
}
