package keops.cpu.emit;

import keops.cpu.code.KernelShape;

/**
 * A kernel of {@code Steps}, which has to be warm before steps run.
 *
 * @param shape the shape of blocks
 * @param kernel the kernel
 * @param work how many operations it takes for a vector
 */
public record StepKernel(KernelShape shape, PlacedKernel kernel, int work) {}
