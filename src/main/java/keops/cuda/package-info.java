/**
 * The CUDA back end. {@link keops.cuda.Cuda} says whether this machine can run it and, if not, why and what to do; its
 * methods are safe to call on any machine, with or without a GPU. {@link keops.cuda.CudaCompiler} says the same of the
 * compiler; without it, only kernels in the {@linkplain keops.cache.KernelStore store} can run. Unless said otherwise,
 * a null argument is refused by an exception that names the parameter.
 *
 * {@snippet lang=java :
 * Cuda.unavailabilityCause().ifPresent(cause -> System.err.println("On the CPU, because: " + cause));
 * }
 */
package keops.cuda;
