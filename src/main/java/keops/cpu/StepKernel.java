package keops.cpu;

/**
 * A kernel of {@link Steps}, which has to be warm before steps run.
 *
 * @param shape the shape of blocks
 * @param kernel the kernel
 * @param work how many operations it takes for a vector
 */
record StepKernel(KernelShape shape, PlacedKernel kernel, int work) {}
