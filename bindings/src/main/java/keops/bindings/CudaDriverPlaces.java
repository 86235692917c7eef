package keops.bindings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the driver's library is. It belongs to the kernel module of this machine and is installed with it, so the
 * loader knows it nearly always; the folders are for WSL and for containers whose loader cache was never refreshed. No
 * toolkit folder is searched: what lies there is a stub to link against.
 */
final class CudaDriverPlaces {
    private CudaDriverPlaces() {}

    static List<Candidate> on(Host host) {
        return switch (host.platform()) {
            case LINUX -> onLinux(host);
            case WINDOWS -> List.of(new Candidate.Named("nvcuda.dll"));
            case OTHER -> List.of();
        };
    }

    private static List<Candidate> onLinux(Host host) {
        String soname = "libcuda.so.1";
        List<Candidate> candidates = new ArrayList<>();
        candidates.add(new Candidate.Named(soname));
        String multiarch = LinuxFolders.multiarch(host);
        for (String folder : List.of(
                "usr/lib/wsl/lib", // Windows' driver, seen from WSL 2
                "usr/local/nvidia/lib64", // Kubernetes device plugins
                "run/opengl-driver/lib", // NixOS
                multiarch,
                multiarch + "/nvidia/current",
                "usr/lib64",
                "usr/lib")) {
            Path file = host.folder(folder).resolve(soname);
            if (Files.exists(file)) {
                candidates.add(new Candidate.File(file, List.of()));
            }
        }
        return candidates;
    }
}
