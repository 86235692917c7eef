/**
 * The CPU back end. {@code CpuReduction} prepares a plan: {@code Chunking} cuts its work into kernels, {@code KernelShape}
 * decides how many rows are worked on at once, {@code LaneChoice} whether rows or columns are in the lanes of vectors;
 * {@code TileEmitter} and {@code FoldEmitter} write the kernels' classes with {@code KernelCode} (single operations, for
 * vectors or for single rows) and {@code VectorFunctions} (exp and its kin, by families). {@code Tiers} chooses the form of
 * code that runs while C2 has not compiled the kernels; {@code Workers} are the threads.
 *
 * <p>Every use of {@code jdk.incubator.vector} is in this package, and nothing here is touched before
 * {@link keops.cpu.CpuBackend#unavailabilityCause()} was asked.
 */
package keops.cpu;
