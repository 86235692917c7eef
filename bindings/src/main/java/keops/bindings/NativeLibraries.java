package keops.bindings;

import java.lang.foreign.SymbolLookup;

/**
 * The two native libraries of this process. The generated classes take their symbols from {@link #cuda()} and
 * {@link #nvrtc()}; everyone else asks {@link #cudaLibrary()} and {@link #nvrtcLibrary()} whether there is something to
 * call, and if not, why.
 *
 * <p>None of the methods throws, and initialising this class touches no library.
 */
public final class NativeLibraries {
    private static final NativeLibrary CUDA =
            new NativeLibrary(WantedLibrary.CUDA_DRIVER, Host.current(), LibraryOpener::ofThisProcess);
    private static final NativeLibrary NVRTC =
            new NativeLibrary(WantedLibrary.NVRTC, Host.current(), LibraryOpener::ofThisProcess);

    private NativeLibraries() {}

    /** The symbols of the CUDA driver; none where it cannot be opened. */
    public static SymbolLookup cuda() {
        return CUDA.lookup();
    }

    /** The symbols of NVRTC; none where it cannot be opened. */
    public static SymbolLookup nvrtc() {
        return NVRTC.lookup();
    }

    /** The CUDA driver: {@code libcuda.so.1} or {@code nvcuda.dll}. */
    public static NativeLibrary cudaLibrary() {
        return CUDA;
    }

    /** NVRTC, which compiles CUDA C++ at run time: {@code libnvrtc.so.13} and its likes. */
    public static NativeLibrary nvrtcLibrary() {
        return NVRTC;
    }
}
