/**
 * The CUDA back end. {@link keops.cuda.Cuda} says whether this machine can run it and, if not, why and what to do;
 * asking is safe on any machine, with or without a GPU. {@link keops.cuda.CudaCompiler} says the same of the
 * compiler, without which kernels run that are in the {@linkplain keops.cache.KernelStore store} already.
 *
 * {@snippet lang=java :
 * Cuda.unavailabilityCause().ifPresent(cause -> System.err.println("On the CPU, because: " + cause));
 * }
 */
package keops.cuda;
