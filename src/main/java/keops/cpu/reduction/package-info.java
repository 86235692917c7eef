/**
 * A plan that is ready to run: {@link keops.cpu.reduction.CpuReduction}, with its kernels and the choice of what lies in
 * the lanes of vectors.
 */
package keops.cpu.reduction;
