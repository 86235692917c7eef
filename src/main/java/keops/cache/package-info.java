/**
 * A cache of compiled kernels on disk, so that a formula is compiled once per machine. {@link keops.cache.KernelStore}
 * finds and stores kernels, and {@link keops.cache.Inventory} administers them; neither depends on how kernels are
 * compiled or run.
 *
 * <p>The folder is that of the system property {@code keops.cache.folder}, else of the environment variable {@code
 * KEOPS_CACHE_FOLDER}, else {@code keops} in the platform's folder for caches. {@code keops.cache.size} or {@code
 * KEOPS_CACHE_SIZE}, as in {@code 500M}, is the size limit, and {@code keops.cache=off} or {@code KEOPS_CACHE=off}
 * keeps everything in memory. Unless said otherwise, a null argument is refused by an exception that names the
 * parameter.
 */
package keops.cache;
