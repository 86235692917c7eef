package keops.cuda.call;

import java.util.List;

/**
 * What the image of a kernel depends on, besides the version of NVRTC.
 *
 * @param source the CUDA C
 * @param options the options for NVRTC, without the architecture
 * @param architecture the compute capability of the device, as 90 for 9.0
 * @param isPortable whether it is PTX, which the driver compiles on, because the driver did not take machine code
 */
public record ImageKey(String source, List<String> options, int architecture, boolean isPortable) {
    /** Copies the list. */
    public ImageKey {
        options = List.copyOf(options);
    }
}
