package keops;

import java.lang.foreign.Arena;
import keops.reduction.Ranges;

/**
 * Where and how the reductions of a lazy tensor run; what is null was not asked for.
 *
 * @param backend the back end
 * @param threads the most threads per call
 * @param device the number of the GPU
 * @param arena what results live in
 * @param ranges the pairs that are taken
 */
record LazyOptions(Backend backend, Integer threads, Integer device, Arena arena, Ranges ranges) {
    static final LazyOptions NONE = new LazyOptions(null, null, null, null, null);

    LazyOptions withBackend(Backend wanted) {
        return new LazyOptions(wanted, threads, device, arena, ranges);
    }

    LazyOptions withThreads(int most) {
        return new LazyOptions(backend, most, device, arena, ranges);
    }

    LazyOptions withDevice(int number) {
        return new LazyOptions(backend, threads, number, arena, ranges);
    }

    LazyOptions withArena(Arena home) {
        return new LazyOptions(backend, threads, device, home, ranges);
    }

    LazyOptions withRanges(Ranges pairs) {
        return new LazyOptions(backend, threads, device, arena, pairs);
    }

    /** The options of the array with i and j exchanged. */
    LazyOptions transposed() {
        return ranges == null ? this : withRanges(ranges.swapAxes());
    }

    /** These options, and those of another where these leave one open. */
    LazyOptions or(LazyOptions other) {
        return new LazyOptions(
                backend == null ? other.backend : backend,
                threads == null ? other.threads : threads,
                device == null ? other.device : device,
                arena == null ? other.arena : arena,
                ranges == null ? other.ranges : ranges);
    }

    Genred applied(Genred reduction) {
        Genred placed = backend == null ? reduction : reduction.on(backend);
        Genred threaded = threads == null ? placed : placed.withThreads(threads);
        Genred onDevice = device == null ? threaded : threaded.device(device);
        return ranges == null ? onDevice : onDevice.ranges(ranges);
    }

    Arena arenaOrAuto() {
        return arena == null ? Arena.ofAuto() : arena;
    }
}
