package keops.jmh;

import keops.tensor.Tensor;

/** One way to compute a workload, ready to be called and timed. */
@FunctionalInterface
interface Computation {
    /** Computes it into the result. */
    void call(Tensor result);
}
