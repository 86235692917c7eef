/**
 * The memory of a thread at work, {@link keops.cpu.memory.Scratch}: values of rows and columns in the order that
 * kernels want, spilled values and accumulators; and {@link keops.cpu.memory.SharedArguments}, arguments that all
 * threads may read.
 */
package keops.cpu.memory;
