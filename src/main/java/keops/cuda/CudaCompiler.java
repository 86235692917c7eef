package keops.cuda;

import java.util.List;
import java.util.Optional;
import keops.cuda.nvrtc.InstalledNvrtc;

/**
 * NVRTC, NVIDIA's compiler, which the CUDA back end compiles its kernels by. Where there is none, kernels that another
 * machine has compiled still run.
 *
 * {@snippet lang=java :
 * CudaCompiler.unavailabilityCause().ifPresent(cause -> System.err.println("Nothing is compiled, because: " + cause));
 * }
 */
public final class CudaCompiler {
    private CudaCompiler() {}

    /** Whether kernels can be compiled here. The first question opens the library, which needs no GPU. */
    public static boolean isAvailable() {
        return unavailabilityCause().isEmpty();
    }

    /** Why kernels cannot be compiled here, and what to do. Empty exactly when {@link #isAvailable()}. */
    public static Optional<String> unavailabilityCause() {
        return InstalledNvrtc.unavailabilityCause();
    }

    /** The file that it was opened from; empty where there is none. */
    public static Optional<String> origin() {
        return InstalledNvrtc.origin();
    }

    /**
     * Its version, as in {@code 13.0}.
     *
     * @throws keops.error.BackendException where there is none
     */
    public static String version() {
        return InstalledNvrtc.version().toString();
    }

    /**
     * The compute capabilities that it makes machine code for, ascending, as 90 for 9.0.
     *
     * @throws keops.error.BackendException where there is none
     */
    public static List<Integer> architectures() {
        return InstalledNvrtc.architectures();
    }
}
