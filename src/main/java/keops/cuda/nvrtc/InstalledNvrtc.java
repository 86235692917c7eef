package keops.cuda.nvrtc;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import keops.bindings.NativeLibraries;
import keops.error.BackendException;

/**
 * The NVRTC of this process: its availability, its version, and the architectures that it supports. It is loaded at the
 * first use, from the path in {@code keops.nvrtc.library} or {@code KEOPS_NVRTC_LIBRARY}, else from the usual places.
 * All methods may be called by many threads at once.
 */
public final class InstalledNvrtc {
    private InstalledNvrtc() {}

    /**
     * The version of NVRTC.
     *
     * @param major as 13 in 13.0
     * @param minor as 0 in 13.0
     */
    public record Version(int major, int minor) {
        @Override
        public String toString() {
            return major + "." + minor;
        }
    }

    /** Why kernels cannot be compiled here, and what to do; empty if they can. */
    public static Optional<String> unavailabilityCause() {
        return NativeLibraries.nvrtcLibrary().unavailabilityCause();
    }

    /** The file of NVRTC; empty if there is none. */
    public static Optional<String> origin() {
        return NativeLibraries.nvrtcLibrary().origin();
    }

    /**
     * The version.
     *
     * @throws BackendException if there is no NVRTC
     */
    public static Version version() {
        return Facts.get().version;
    }

    /**
     * The architectures that it supports, ascending: 90 stands for {@code sm_90} and {@code compute_90}.
     *
     * @throws BackendException if there is no NVRTC
     */
    public static List<Integer> architectures() {
        return Facts.get().architectures;
    }

    /** The text of a result code. */
    static String textOf(int code) {
        return keops.bindings.nvrtc.Nvrtc.nvrtcGetErrorString(code).getString(0);
    }

    /** The facts that NVRTC is queried for once. */
    private record Facts(Version version, List<Integer> architectures) {
        /** Initialised lazily by the JVM; never if the library is missing. */
        private static final class Known {
            static final Facts FACTS = ask();
        }

        static Facts get() {
            unavailabilityCause().ifPresent(cause -> {
                throw new BackendException(cause);
            });
            return Known.FACTS;
        }

        private static Facts ask() {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment major = arena.allocate(JAVA_INT);
                MemorySegment minor = arena.allocate(JAVA_INT);
                check("nvrtcVersion", keops.bindings.nvrtc.Nvrtc.nvrtcVersion(major, minor));
                MemorySegment count = arena.allocate(JAVA_INT);
                check("nvrtcGetNumSupportedArchs", keops.bindings.nvrtc.Nvrtc.nvrtcGetNumSupportedArchs(count));
                MemorySegment architectures = arena.allocate(JAVA_INT, count.get(JAVA_INT, 0));
                check("nvrtcGetSupportedArchs", keops.bindings.nvrtc.Nvrtc.nvrtcGetSupportedArchs(architectures));
                return new Facts(
                        new Version(major.get(JAVA_INT, 0), minor.get(JAVA_INT, 0)),
                        Arrays.stream(architectures.toArray(JAVA_INT)).sorted().boxed().toList());
            }
        }
    }

    /** Checks that a call without a source succeeded. */
    static void check(String call, int code) {
        if (code != 0) {
            throw new BackendException("NVRTC failed: " + textOf(code) + " (" + code + "), in " + call);
        }
    }
}
