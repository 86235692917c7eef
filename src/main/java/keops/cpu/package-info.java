/**
 * The CPU back end. {@code CpuReduction} prepares a plan: {@code Chunking} cuts its work into kernels,
 * {@code TileEmitter} writes their classes with {@code VectorCode} (single operations) and {@code VectorFunctions} (exp and its kin,
 * by families);
 * {@code KernelShape} decides how many rows are worked on at once; {@code Workers} are the threads.
 *
 * <p>Every use of {@code jdk.incubator.vector} is in this package, and nothing here is touched before
 * {@link keops.cpu.CpuBackend#unavailabilityCause()} was asked.
 */
package keops.cpu;
