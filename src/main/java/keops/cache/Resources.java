package keops.cache;

/**
 * The resource use of an entry point of a kernel. Immutable, and safe for use by many threads.
 *
 * @param registers registers per thread
 * @param spillStoreBytes bytes of register spills written to local memory
 * @param spillLoadBytes bytes of register spills read back
 * @param stackBytes local memory per thread, arrays included
 * @param sharedBytes static shared memory per block
 */
public record Resources(int registers, int spillStoreBytes, int spillLoadBytes, int stackBytes, int sharedBytes) {}
