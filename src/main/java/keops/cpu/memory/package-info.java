/**
 * The memory of a thread at work: arguments in the order that kernels want, values of rows and columns, results.
 */
package keops.cpu.memory;
