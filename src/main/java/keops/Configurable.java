package keops;

import keops.call.Execution;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.execution.DistanceForm;
import keops.reduction.Ranges;

/**
 * Where and how reductions are computed, under the same names for all that leads to one. Each method gives another
 * object, which shares the kernels that were made already; only a {@link GenredBuilder} changes itself, and gives
 * itself.
 *
 * <p>Where several {@linkplain LazyTensor lazy tensors} become one, what was asked for of the first counts, and what it
 * leaves open is taken from the others.
 *
 * <p>All but builders are immutable, and may be shared by threads.
 *
 * @param <T> its own type
 */
public abstract sealed class Configurable<T> extends Watched<T> permits Genred, GenredBuilder, KernelProduct,
        LazyTensor {
    Configurable() {}

    abstract Execution execution();

    abstract T with(Execution other);

    /**
     * The same on a back end; {@link Backend#AUTO} unless said otherwise.
     *
     * @throws BackendException if it cannot run in this JVM or on this machine
     */
    public final T backend(Backend wanted) {
        return with(execution().on(wanted).requireAvailable());
    }

    /**
     * The same on a back end, by the name of the original documentation: {@code auto}, {@code CPU}, {@code GPU},
     * {@code GPU_1D}, {@code GPU_2D}; {@code dense}, there {@code pytorch}, computes plainly in double precision.
     *
     * @throws BackendException if there is none of that name, or it cannot run in this JVM or on this machine
     */
    public final T backend(String name) {
        return backend(Backend.named(name));
    }

    /**
     * The same on the GPU of a number, {@code device_id} of the original documentation; -1, unless said otherwise, for
     * the default one. Where the back end is {@link Backend#AUTO}, it computes; the back ends of the CPU have no use
     * for it.
     *
     * @throws FormulaException if it is less than -1
     * @throws BackendException if there is no such GPU, with what this machine lacks
     */
    public final T device(int number) {
        return with(execution().onDevice(number).requireAvailable());
    }

    /**
     * The same with its rows split over some GPUs, which work at the same time. The data have to be on the host.
     *
     * @param numbers the numbers of the GPUs, from 0
     * @throws FormulaException if there is none, or a number is negative
     * @throws BackendException if there is no such GPU, with what this machine lacks
     */
    public final T devices(Integer... numbers) {
        return with(execution().onDevices(numbers).requireAvailable());
    }

    /**
     * The same with at most so many threads per call, the calling one included; all cores unless said otherwise.
     * Results have the same bits whatever the number.
     *
     * @throws FormulaException if it is less than 1
     */
    public final T threads(int most) {
        return with(execution().withThreads(most));
    }

    /**
     * The same over some of the pairs (i, j) only, which its gradients take too; all unless said otherwise. Rows
     * without pairs take the neutral value of the reduction. The sizes of a call must cover the ranges; with leading
     * axes they hold for each element.
     */
    public final T ranges(Ranges pairs) {
        return with(execution().withRanges(pairs));
    }

    /**
     * The same where GPUs may compute functions by their fast instructions, {@code use_fast_math} of the original
     * documentation, or may not; they may not unless said otherwise. In float32 then
     *
     * <ul>
     *   <li>quotients, square roots, and logarithms away from 1 are wrong by up to 3 units in the last place, and
     *     quotients by more than 2^126 are 0;
     *   <li>logarithms near 1, and sines and cosines between -pi and pi, have absolute errors of up to 5e-7; sines and
     *       cosines of larger arguments have larger ones;
     *   <li>the exponential of x is wrong by about 2 + |x| units in the last place, where x is not a product with a
     *       constant or a parameter, and {@code a^b} has a relative error of about 1e-7 times {@code |b log a|};
     *   <li>tanh keeps 3 digits.
     * </ul>
     *
     * (CUDA C++ Programming Guide, mathematical functions; PTX ISA, tanh.) Sums and float64 are as accurate as before,
     * and the other back ends do not change.
     */
    public final T fastMath(boolean value) {
        return with(execution().withFastMath(value));
    }

    /** The same with squared distances computed so on GPUs; {@link DistanceForm#DIFFERENCE} unless said otherwise. */
    public final T distances(DistanceForm value) {
        return with(execution().withDistances(value));
    }
}
