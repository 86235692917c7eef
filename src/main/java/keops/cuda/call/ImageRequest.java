package keops.cuda.call;

import keops.cuda.source.KernelSource;

/**
 * What a device needs to run the kernels of a source.
 *
 * @param source the CUDA C, with what it computes
 * @param architecture the compute capability of the device, as 90 for 9.0
 * @param isPortable whether it has to be PTX, which the driver compiles on, because the driver did not take machine
 *     code
 */
public record ImageRequest(KernelSource source, int architecture, boolean isPortable) {}
