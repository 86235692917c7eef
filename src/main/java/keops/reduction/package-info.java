/** The reductions, and the {@link keops.reduction.Plan} that joins one with the program of a formula. */
package keops.reduction;
