/**
 * The CUDA driver in Java's terms: devices, streams, memory, modules and kernels, each owned by a small class that
 * releases it. Every result code other than success is thrown as a {@link keops.error.DeviceException}.
 *
 * <p>Start with {@link keops.cuda.driver.GpuDevice}, which owns all the others.
 */
package keops.cuda.driver;
