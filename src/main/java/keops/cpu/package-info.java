/**
 * The CPU back end: {@link keops.cpu.CpuBackend} is its door. Each room behind it knows some of those before it in this
 * order: {@code code}, {@code layout}, {@code emit}, {@code tier}, {@code memory}, {@code lists}, {@code reduction},
 * {@code run}.
 *
 * <p>The Vector API is used here and in these rooms only, and none of their classes is touched before
 * {@link keops.cpu.CpuBackend#unavailabilityCause()} was asked.
 */
package keops.cpu;
