/**
 * Calls of reductions on GPUs. {@link keops.cuda.call.CudaBackend} is the way in; {@code Images} finds or compiles the code
 * of a plan, {@code KernelCache} keeps it loaded, {@code Split} cuts the columns, and {@code CudaCall} runs the launches
 * of one call.
 */
package keops.cuda.call;
