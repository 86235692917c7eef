/**
 * Single operations as bytecode: {@link keops.cpu.code.KernelCode} writes them for vectors or for single rows,
 * {@link keops.cpu.code.VectorFunctions} has the exponential and its kin by families, and
 * {@link keops.cpu.code.KernelClass} is the frame of a generated class. {@link keops.cpu.code.KernelShape} says how
 * many rows and columns a kernel takes, {@link keops.cpu.code.RegisterBudget} how many registers.
 */
package keops.cpu.code;
