package keops;

import java.lang.foreign.Arena;

/**
 * Where and how the reductions of a lazy tensor run; what is null was not asked for.
 *
 * @param backend the back end
 * @param threads the most threads per call
 * @param device the number of the GPU
 * @param arena what results live in
 */
record LazyOptions(Backend backend, Integer threads, Integer device, Arena arena) {
    static final LazyOptions NONE = new LazyOptions(null, null, null, null);

    /** These options, and those of another where these leave one open. */
    LazyOptions or(LazyOptions other) {
        return new LazyOptions(
                backend == null ? other.backend : backend,
                threads == null ? other.threads : threads,
                device == null ? other.device : device,
                arena == null ? other.arena : arena);
    }

    Genred applied(Genred reduction) {
        Genred placed = backend == null ? reduction : reduction.on(backend);
        Genred threaded = threads == null ? placed : placed.withThreads(threads);
        return device == null ? threaded : threaded.device(device);
    }

    Arena arenaOrAuto() {
        return arena == null ? Arena.ofAuto() : arena;
    }
}
