package keops;

import java.util.Optional;
import keops.error.FormulaException;
import keops.reduction.Ranges;
import keops.tensor.DType;

/**
 * Where and how a reduction is computed.
 *
 * @param accumulator the type that sums are accumulated in; null for that of the arguments
 * @param backend the back end, one that can run here
 * @param threads the most threads per call, the calling one included
 * @param device the number of the GPU, or -1 for the default one; the other back ends have no use for it
 * @param ranges the pairs that are taken; empty for all
 */
record Execution(DType accumulator, Backend backend, int threads, int device, Optional<Ranges> ranges) {
    static final int DEFAULT_DEVICE = -1;

    Execution {
        checkThreads(threads);
        checkDevice(device);
    }

    static void checkThreads(int most) {
        if (most < 1) {
            throw new FormulaException("the number of threads must be at least 1, but is " + most);
        }
    }

    static void checkDevice(int number) {
        if (number < DEFAULT_DEVICE) {
            throw new FormulaException("the device must be a number from 0, or -1 for the default one, but is " + number);
        }
    }

    /** The fastest back end with all cores. */
    static Execution standard() {
        return new Execution(null, Engines.available(Backend.AUTO), Runtime.getRuntime().availableProcessors(),
                DEFAULT_DEVICE, Optional.empty());
    }

    Execution accumulatingIn(DType type) {
        return new Execution(type, backend, threads, device, ranges);
    }

    Execution on(Backend wanted) {
        return new Execution(accumulator, Engines.available(wanted), threads, device, ranges);
    }

    Execution withThreads(int most) {
        return new Execution(accumulator, backend, most, device, ranges);
    }

    Execution onDevice(int number) {
        return new Execution(accumulator, backend, threads, number, ranges);
    }

    Execution withRanges(Optional<Ranges> pairs) {
        return new Execution(accumulator, backend, threads, device, pairs);
    }
}
