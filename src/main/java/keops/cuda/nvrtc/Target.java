package keops.cuda.nvrtc;

import java.util.List;
import keops.cache.ImageKind;
import keops.error.BackendException;

/**
 * What is compiled for.
 *
 * @param architecture the compute capability, as 90 for 9.0
 * @param kind machine code for exactly that, or PTX for it and all later ones
 */
public record Target(int architecture, ImageKind kind) {
    /**
     * What this machine's NVRTC can make for a device: machine code for its architecture, or, where NVRTC does not know
     * that or machine code is not wanted, PTX for the newest architecture that it knows and that is not newer than the
     * device, from which the driver goes on.
     *
     * @param architecture the device's compute capability, as 90 for 9.0
     * @param isPortable whether it has to be PTX
     * @throws BackendException if there is no NVRTC, or it only knows newer architectures
     */
    public static Target of(int architecture, boolean isPortable) {
        List<Integer> known = InstalledNvrtc.architectures();
        if (known.contains(architecture)) {
            return new Target(architecture, isPortable ? ImageKind.PTX : ImageKind.CUBIN);
        }
        int newest = known.stream()
                .filter(candidate -> candidate < architecture)
                .reduce(Integer::max)
                .orElseThrow(() -> new BackendException("NVRTC " + InstalledNvrtc.version() + " (" + InstalledNvrtc.origin().orElse("")
                        + ") compiles for compute capability " + known.getFirst() / 10.0 + " or later,"
                        + " but the device has " + architecture / 10.0
                        + ". Install an older NVRTC: that of CUDA 12 knows devices from 5.0 on."));
        return new Target(newest, ImageKind.PTX);
    }

    /** The name that NVRTC takes, as in {@code sm_90} or {@code compute_75}. */
    @Override
    public String toString() {
        return kind.target(architecture);
    }
}
