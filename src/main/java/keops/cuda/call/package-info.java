/**
 * Calls of reductions on GPUs. {@link keops.cuda.call.CudaBackend} is the entry point; {@code StoredImages} finds the
 * code of a plan on disk or compiles it, {@code Images} loads it, {@code LoadedKernelCache} keeps it loaded, {@code
 * Split} partitions the columns, and {@code CudaCall} runs the launches of one call.
 */
package keops.cuda.call;
