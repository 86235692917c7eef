package keops;

import java.lang.foreign.Arena;
import keops.reduction.DistanceForm;
import keops.reduction.Ranges;

/**
 * Where and how the reductions of a lazy tensor or of a kernel product run; what is null was not asked for.
 *
 * @param backend the back end
 * @param threads the most threads per call
 * @param device the number of the GPU
 * @param arena what results live in
 * @param ranges the pairs that are taken
 * @param fastMath whether GPUs may compute functions by their fast instructions
 * @param distances how GPUs compute squared distances
 * @param watching what looks on while they run
 */
record ExecutionOptions(Backend backend, Integer threads, Integer device, Arena arena, Ranges ranges, Boolean fastMath,
        DistanceForm distances, Watching watching) {
    static final ExecutionOptions NONE = new ExecutionOptions(null, null, null, null, null, null, null, Watching.NONE);

    ExecutionOptions withBackend(Backend wanted) {
        return new ExecutionOptions(wanted, threads, device, arena, ranges, fastMath, distances, watching);
    }

    ExecutionOptions withThreads(int most) {
        Execution.checkThreads(most);
        return new ExecutionOptions(backend, most, device, arena, ranges, fastMath, distances, watching);
    }

    ExecutionOptions withDevice(int number) {
        Execution.checkDevice(number);
        return new ExecutionOptions(backend, threads, number, arena, ranges, fastMath, distances, watching);
    }

    ExecutionOptions withArena(Arena home) {
        return new ExecutionOptions(backend, threads, device, home, ranges, fastMath, distances, watching);
    }

    ExecutionOptions withRanges(Ranges pairs) {
        return new ExecutionOptions(backend, threads, device, arena, pairs, fastMath, distances, watching);
    }

    ExecutionOptions withFastMath(boolean isFast) {
        return new ExecutionOptions(backend, threads, device, arena, ranges, isFast, distances, watching);
    }

    ExecutionOptions withDistances(DistanceForm form) {
        return new ExecutionOptions(backend, threads, device, arena, ranges, fastMath, form, watching);
    }

    ExecutionOptions watchedBy(Watching other) {
        return new ExecutionOptions(backend, threads, device, arena, ranges, fastMath, distances, other);
    }

    /** The options of the array with i and j exchanged. */
    ExecutionOptions transposed() {
        return ranges == null ? this : withRanges(ranges.swapAxes());
    }

    /** These options, and those of another where these leave one open. */
    ExecutionOptions or(ExecutionOptions other) {
        return new ExecutionOptions(
                backend == null ? other.backend : backend,
                threads == null ? other.threads : threads,
                device == null ? other.device : device,
                arena == null ? other.arena : arena,
                ranges == null ? other.ranges : ranges,
                fastMath == null ? other.fastMath : fastMath,
                distances == null ? other.distances : distances,
                watching.or(other.watching));
    }

    Genred applied(Genred reduction) {
        Genred applied = backend == null ? reduction : reduction.backend(backend);
        applied = threads == null ? applied : applied.threads(threads);
        applied = device == null ? applied : applied.device(device);
        applied = fastMath == null ? applied : applied.fastMath(fastMath);
        applied = distances == null ? applied : applied.distances(distances);
        applied = ranges == null ? applied : applied.ranges(ranges);
        return watching.isNone() ? applied : applied.watchedBy(watching);
    }

    Arena arenaOrAuto() {
        return arena == null ? Arena.ofAuto() : arena;
    }
}
