/**
 * The CPU back end. {@code CpuSum} cuts the work into tiles and tasks; {@code SumTileEmitter} writes the class of a
 * kernel with {@code VectorCode} (single operations) and {@code VectorFunctions} (exp and its kin);
 * {@code KernelShape} decides how many rows are worked on at once; {@code Workers} are the threads.
 *
 * <p>Every use of {@code jdk.incubator.vector} is in this package, and nothing here is touched before
 * {@link keops.cpu.CpuBackend#unavailabilityCause()} was asked.
 */
package keops.cpu;
