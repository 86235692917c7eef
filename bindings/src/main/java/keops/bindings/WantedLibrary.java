package keops.bindings;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What is known of a library before it is opened.
 *
 * @param title what people call it
 * @param property the system property that names the one file to open
 * @param variable the environment variable that does the same, where the property is not set
 * @param witness a symbol that every version has, by which another library of the same name is told apart
 * @param olderNames for symbols younger than the oldest driver we work with: the older symbol of the same signature
 * @param signs whether a machine looks as if it had the library, where neither the property nor the variable is set
 * @param places what to try where neither the property nor the variable is set
 * @param companions what to open before a given file of this library
 * @param remedy what to do where the library is missing
 */
record WantedLibrary(
        String title,
        String property,
        String variable,
        String witness,
        Map<String, String> olderNames,
        Predicate<Host> signs,
        Function<Host, List<Candidate>> places,
        Function<Path, List<Path>> companions,
        String remedy) {

    /** cuEventElapsedTime_v2 came with CUDA 12.8, and has the signature of the older. */
    static final WantedLibrary CUDA_DRIVER = new WantedLibrary(
            "The CUDA driver",
            "keops.cuda.library",
            "KEOPS_CUDA_LIBRARY",
            "cuInit",
            Map.of("cuEventElapsedTime_v2", "cuEventElapsedTime"),
            GpuSigns::on,
            CudaDriverPlaces::on,
            _ -> List.of(),
            "Install the NVIDIA driver");

    static final WantedLibrary NVRTC = new WantedLibrary(
            "NVRTC",
            "keops.nvrtc.library",
            "KEOPS_NVRTC_LIBRARY",
            "nvrtcVersion",
            Map.of(),
            _ -> true,
            NvrtcPlaces::on,
            NvrtcBuiltins::beside,
            "Install the CUDA toolkit (NVRTC alone: pip install nvidia-cuda-nvrtc)");

    /** Whether looking for the library is worth it on a machine. */
    boolean isExpectedOn(Host host) {
        return host.property(property).isPresent() || host.variable(variable).isPresent() || signs.test(host);
    }

    Optional<MemorySegment> find(SymbolLookup symbols, String name) {
        return symbols.find(name)
                .or(() -> Optional.ofNullable(olderNames.get(name)).flatMap(symbols::find));
    }
}
