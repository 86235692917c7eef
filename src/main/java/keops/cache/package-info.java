/**
 * Compiled kernels on disk, so that a formula is compiled once per machine. {@link keops.cache.KernelStore} finds,
 * keeps and looks after them; it knows nothing of how they are made or run.
 *
 * <p>The folder is that of the system property {@code keops.cache.folder}, else of the environment variable
 * {@code KEOPS_CACHE_FOLDER}, else {@code keops} in the platform's folder for caches. {@code keops.cache.size} or
 * {@code KEOPS_CACHE_SIZE}, as in {@code 500M}, is the most that it holds, and {@code keops.cache=off} or
 * {@code KEOPS_CACHE=off} keeps everything in memory.
 */
package keops.cache;
