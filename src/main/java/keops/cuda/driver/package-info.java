/**
 * The CUDA driver in Java's terms: devices, streams, memory, modules and kernels, each owned by a small class that gives
 * it back. Every result code other than success becomes a {@link keops.error.DeviceException}.
 *
 * <p>Begin with {@link keops.cuda.driver.GpuDevice}, which has all the others.
 */
package keops.cuda.driver;
