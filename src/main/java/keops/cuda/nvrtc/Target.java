package keops.cuda.nvrtc;

import java.util.List;
import keops.cache.ImageKind;
import keops.error.BackendException;

/**
 * The target of a compilation. Immutable.
 *
 * @param architecture the compute capability, as 90 for 9.0
 * @param kind machine code for this architecture, or PTX for it and all later ones
 */
public record Target(int architecture, ImageKind kind) {
    /**
     * The best target for a device that NVRTC of this machine supports: machine code for its architecture; or, if NVRTC
     * does not know that or machine code is not wanted, PTX for the latest known architecture that is not later than
     * the device, which the driver compiles further.
     *
     * @param architecture the device's compute capability, as 90 for 9.0
     * @param isPortable whether it must be PTX
     * @throws BackendException if there is no NVRTC, or it only knows later architectures
     */
    public static Target of(int architecture, boolean isPortable) {
        List<Integer> known = InstalledNvrtc.architectures();
        if (known.contains(architecture)) {
            return new Target(architecture, isPortable ? ImageKind.PTX : ImageKind.CUBIN);
        }
        int newest = known.stream()
                .filter(candidate -> candidate < architecture)
                .reduce(Integer::max)
                .orElseThrow(() -> new BackendException("NVRTC " + InstalledNvrtc.version() + " ("
                        + InstalledNvrtc.origin().orElse("")
                        + ") compiles for compute capability " + known.getFirst() / 10.0 + " or later,"
                        + " but the device has " + architecture / 10.0
                        + ". Install an older NVRTC: that of CUDA 12 knows devices from 5.0 on."));
        return new Target(newest, ImageKind.PTX);
    }

    /** The name for NVRTC, as in {@code sm_90} or {@code compute_75}. */
    @Override
    public String toString() {
        return kind.target(architecture);
    }
}
