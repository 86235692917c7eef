/**
 * A plan that is ready to run. {@link keops.cpu.reduction.Passes} lowers it to passes over a tile,
 * {@link keops.cpu.reduction.KernelPlan} holds all that was decided of their kernels,
 * {@link keops.cpu.reduction.CpuReduction} what runs them, and {@link keops.cpu.reduction.LaneChoice} tells whether
 * rows or columns lie in the lanes of vectors.
 */
package keops.cpu.reduction;
