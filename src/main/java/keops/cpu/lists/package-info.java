/**
 * The K smallest values of each row, with their indices: {@link keops.cpu.lists.Shortlists} are sorted, short or
 * gathered, and generated code takes candidates into them.
 */
package keops.cpu.lists;
