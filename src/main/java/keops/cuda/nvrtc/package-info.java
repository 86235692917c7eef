/** NVRTC, NVIDIA's compiler for CUDA C at run time: {@link keops.cuda.nvrtc.Compiler} makes images for a device. */
package keops.cuda.nvrtc;
