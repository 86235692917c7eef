package keops.cuda;

import java.util.List;
import java.util.Optional;
import keops.cuda.nvrtc.InstalledNvrtc;

/**
 * NVRTC, NVIDIA's compiler, with which the CUDA back end compiles its kernels. Without it, kernels that another machine
 * has compiled still run. All methods may be called by many threads at once.
 *
 * {@snippet lang=java :
 * CudaCompiler.unavailabilityCause().ifPresent(cause -> System.err.println("Nothing is compiled, because: " + cause));
 * }
 */
public final class CudaCompiler {
    private CudaCompiler() {}

    /** Whether kernels can be compiled here. The first call opens the library, which needs no GPU. */
    public static boolean isAvailable() {
        return unavailabilityCause().isEmpty();
    }

    /** Why kernels cannot be compiled here, and what to do. Empty if and only if {@link #isAvailable()}. */
    public static Optional<String> unavailabilityCause() {
        return InstalledNvrtc.unavailabilityCause();
    }

    /** The file of the library; empty if there is none. */
    public static Optional<String> origin() {
        return InstalledNvrtc.origin();
    }

    /**
     * The version, as in {@code 13.0}.
     *
     * @throws keops.error.BackendException if there is none
     */
    public static String version() {
        return InstalledNvrtc.version().toString();
    }

    /**
     * The compute capabilities for which it can generate machine code, ascending, as 90 for 9.0.
     *
     * @throws keops.error.BackendException if there is none
     */
    public static List<Integer> architectures() {
        return InstalledNvrtc.architectures();
    }
}
