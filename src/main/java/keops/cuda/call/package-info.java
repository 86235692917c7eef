/**
 * Calls of reductions on GPUs. {@link keops.cuda.call.CudaBackend} is the way in; {@code StoredImages} finds the code
 * of a plan on disk or compiles it, {@code Images} loads it, {@code LoadedKernelCache} keeps it loaded, {@code Split} cuts
 * the columns, and {@code CudaCall} runs the launches of one call.
 */
package keops.cuda.call;
