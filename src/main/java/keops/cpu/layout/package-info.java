/**
 * What is decided before any code is written: {@link keops.cpu.layout.Chunking} cuts the work of a plan into kernels,
 * {@link keops.cpu.layout.KernelCost} counts what they take, {@link keops.cpu.layout.Lookahead} what the next kernel needs of
 * the last one, and {@link keops.cpu.layout.DataCheck} what the data allow.
 */
package keops.cpu.layout;
