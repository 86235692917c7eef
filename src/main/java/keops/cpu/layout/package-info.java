/**
 * What is decided before any code is written: {@link keops.cpu.layout.Chunking} cuts the work of a pass into kernels,
 * each of whose values ends in an {@link keops.cpu.layout.Epilogue}; {@link keops.cpu.layout.SpillSlots} finds room for
 * what is live between them; {@link keops.cpu.layout.KernelCost} estimates what they take, by the one table of
 * {@link keops.cpu.layout.FunctionFacts}; {@link keops.cpu.layout.Lookahead} pipelines them; and
 * {@link keops.cpu.layout.FastExponents} says what guards the data allow to leave out, which
 * {@link keops.cpu.layout.DataCheck} finds out.
 */
package keops.cpu.layout;
