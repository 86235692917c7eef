/**
 * The K smallest values of each row, with their indices: lists that are sorted, short or gathered, and the kernels that
 * fill them.
 */
package keops.cpu.lists;
