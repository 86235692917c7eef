package keops.cache;

/**
 * What an entry point of a kernel takes of a device.
 *
 * @param registers registers per thread
 * @param spillStoreBytes bytes written to local memory for want of registers
 * @param spillLoadBytes bytes read back
 * @param stackBytes local memory per thread, arrays included
 * @param sharedBytes static shared memory per block
 */
public record Resources(int registers, int spillStoreBytes, int spillLoadBytes, int stackBytes, int sharedBytes) {}
