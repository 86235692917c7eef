package keops.cache;

/**
 * The requests to a store by this process. Immutable, and safe for use by many threads.
 *
 * @param hits kernels that were stored
 * @param misses kernels that had to be compiled
 * @param dropped entries that were removed because they were damaged or not trusted
 */
public record Statistics(long hits, long misses, long dropped) {}
