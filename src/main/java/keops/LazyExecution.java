package keops;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.Objects;
import keops.reduction.DistanceForm;
import keops.reduction.Ranges;

/**
 * Where and how the reductions of a {@link LazyTensor} run. Where several lazy tensors become one, what was asked for
 * of the first counts, and what it leaves open is taken from the others.
 */
public sealed interface LazyExecution permits LazyTensor {
    private LazyTensor with(ExecutionOptions options) {
        return ((LazyTensor) this).withFirst(options);
    }

    /** The same array, reduced on a back end. */
    default LazyTensor backend(Backend backend) {
        return with(ExecutionOptions.NONE.withBackend(Objects.requireNonNull(backend, "backend")));
    }

    /**
     * The same array, reduced on a back end of a name: {@code auto}, {@code CPU}, {@code GPU_1D}.
     *
     * @throws keops.error.BackendException if there is none of that name
     */
    default LazyTensor backend(String backend) {
        return backend(Backend.named(backend));
    }

    /**
     * The same array, reduced on the GPU of a number; -1 for the default one. Where there is no such GPU, reductions throw
     * a {@link keops.error.BackendException}.
     *
     * @throws keops.error.FormulaException if it is less than -1
     */
    default LazyTensor device(int number) {
        return with(ExecutionOptions.NONE.withDevice(number));
    }

    /**
     * The same array, reduced by at most so many threads.
     *
     * @throws keops.error.FormulaException if it is less than 1
     */
    default LazyTensor threads(int most) {
        return with(ExecutionOptions.NONE.withThreads(most));
    }

    /**
     * The same array, reduced with fast or with accurate functions where that is done on a GPU; accurate unless said
     * otherwise. {@link GenredBuilder#fastMath} tells what fast ones cost in accuracy.
     */
    default LazyTensor fastMath(boolean value) {
        return with(ExecutionOptions.NONE.withFastMath(value));
    }

    /**
     * The same array, with squared distances computed so where that is done on a GPU;
     * {@link DistanceForm#DIFFERENCE} unless said otherwise.
     */
    default LazyTensor distances(DistanceForm value) {
        return with(ExecutionOptions.NONE.withDistances(Objects.requireNonNull(value, "distances")));
    }

    /** The same array, whose reductions, and all that is computed of them, tell a listener how far they have come. */
    default LazyTensor progress(ProgressListener listener) {
        return with(ExecutionOptions.NONE.watchedBy(Watching.NONE.withListener(listener)));
    }

    /**
     * The same array, whose reductions, and all that is computed of them, end with a
     * {@link keops.error.CancelledException} if they take longer.
     *
     * @param longest the longest time from the beginning of a call to its end
     * @throws keops.error.FormulaException if it is not positive
     */
    default LazyTensor deadline(Duration longest) {
        return with(ExecutionOptions.NONE.watchedBy(Watching.NONE.withDeadline(longest)));
    }

    /** The same array, the results of whose reductions live in an arena. */
    default LazyTensor in(Arena arena) {
        return with(ExecutionOptions.NONE.withArena(Objects.requireNonNull(arena, "arena")));
    }

    /** The same array, reduced over some of the pairs (i, j) only; see {@link Genred#ranges}. */
    default LazyTensor ranges(Ranges pairs) {
        return with(ExecutionOptions.NONE.withRanges(Objects.requireNonNull(pairs, "ranges")));
    }
}
