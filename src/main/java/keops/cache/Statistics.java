package keops.cache;

/**
 * What became of the questions to a store in this process.
 *
 * @param hits kernels that were there
 * @param misses kernels that had to be made
 * @param dropped entries that were damaged, or not to be trusted, and were put away
 */
public record Statistics(long hits, long misses, long dropped) {}
