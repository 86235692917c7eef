/** NVRTC, NVIDIA's compiler for CUDA C at run time: {@link keops.cuda.nvrtc.Compiler} compiles images for a device. */
package keops.cuda.nvrtc;
