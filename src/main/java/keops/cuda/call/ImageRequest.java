package keops.cuda.call;

import keops.cuda.source.KernelSource;

/**
 * A request for the code of kernels for a device. Immutable.
 *
 * @param source the CUDA C and its description
 * @param architecture the compute capability of the device, as 90 for 9.0
 * @param isPortable whether it must be PTX, because the driver did not accept machine code
 */
public record ImageRequest(KernelSource source, int architecture, boolean isPortable) {}
