package keops.bindings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where NVRTC is, in the order of NVIDIA's own cuda-pathfinder: Python wheels, conda, the loader, then toolkits. Wheels
 * come first because a user who chose one for their environment means it, whatever lies system-wide.
 */
final class NvrtcPlaces {
    /** NVRTC 11 kept the soname 11.2 to its end. */
    private static final List<String> SONAMES = List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2");

    private static final List<String> DLLS =
            List.of("nvrtc64_130_0.dll", "nvrtc64_120_0.dll", "nvrtc64_112_0.dll");

    private NvrtcPlaces() {}

    static List<Candidate> on(Host host) {
        return switch (host.platform()) {
            case LINUX -> inOrder(linuxWheelsAndConda(host), SONAMES, linuxToolkits(host), "libnvrtc.so*");
            case WINDOWS -> inOrder(windowsWheelsAndConda(host), DLLS, windowsToolkits(host), "nvrtc64_*.dll");
            case OTHER -> List.of();
        };
    }

    private static List<Candidate> inOrder(
            List<Path> beforeLoader, List<String> names, List<Path> afterLoader, String glob) {
        List<Candidate> candidates = new ArrayList<>();
        beforeLoader.forEach(folder -> candidates.addAll(in(folder, glob)));
        names.forEach(name -> candidates.add(new Candidate.Named(name)));
        afterLoader.forEach(folder -> candidates.addAll(in(folder, glob)));
        return candidates;
    }

    private static List<Candidate> in(Path folder, String glob) {
        return Host.matching(folder, glob).stream()
                // nvrtc64_130_0.alt.dll is a smaller compiler that cannot make cubins
                .filter(file -> !file.getFileName().toString().contains(".alt."))
                .<Candidate>map(file -> new Candidate.File(file, NvrtcBuiltins.beside(file)))
                .toList();
    }

    private static List<Path> linuxWheelsAndConda(Host host) {
        return Stream.concat(
                        PythonPackages.on(host).stream().flatMap(packages -> wheels(packages, "lib")),
                        host.folderOf("CONDA_PREFIX").stream().map(prefix -> prefix.resolve("lib")))
                .toList();
    }

    private static List<Path> windowsWheelsAndConda(Host host) {
        return Stream.concat(
                        PythonPackages.on(host).stream()
                                .flatMap(packages -> wheels(packages, "bin"))
                                .flatMap(NvrtcPlaces::binAndItsX64),
                        host.folderOf("CONDA_PREFIX").stream()
                                .map(prefix -> prefix.resolve("Library").resolve("bin"))
                                .flatMap(NvrtcPlaces::binAndItsX64))
                .toList();
    }

    /** From CUDA 13 the wheels share a folder named after the version; before, NVRTC had its own. */
    private static Stream<Path> wheels(Path sitePackages, String subfolder) {
        Path nvidia = sitePackages.resolve("nvidia");
        return Stream.concat(Host.matching(nvidia, "cu[0-9]*").stream(), Stream.of(nvidia.resolve("cuda_nvrtc")))
                .map(folder -> folder.resolve(subfolder));
    }

    private static List<Path> linuxToolkits(Host host) {
        List<Path> folders = new ArrayList<>();
        Stream.of("CUDA_HOME", "CUDA_PATH")
                .flatMap(variable -> host.folderOf(variable).stream())
                .forEach(toolkit -> folders.addAll(librariesOf(toolkit, host)));
        Path local = host.folder("usr/local");
        folders.addAll(librariesOf(local.resolve("cuda"), host));
        Host.matching(local, "cuda-*").forEach(toolkit -> folders.addAll(librariesOf(toolkit, host)));
        folders.add(host.folder(LinuxFolders.multiarch(host))); // Debian
        folders.add(host.folder("usr/lib64")); // Fedora
        folders.add(host.folder("opt/cuda/lib64")); // Arch
        return folders;
    }

    private static List<Path> librariesOf(Path toolkit, Host host) {
        return List.of(
                toolkit.resolve("lib64"),
                toolkit.resolve("lib"),
                toolkit.resolve("targets")
                        .resolve(LinuxFolders.processor(host) + "-linux")
                        .resolve("lib"));
    }

    private static List<Path> windowsToolkits(Host host) {
        Stream<Path> named = Stream.of("CUDA_HOME", "CUDA_PATH")
                .flatMap(variable -> host.folderOf(variable).stream());
        Stream<Path> installed = host.folderOf("ProgramFiles").stream()
                .map(programs -> programs.resolve("NVIDIA GPU Computing Toolkit").resolve("CUDA"))
                .flatMap(versions -> Host.matching(versions, "v*").stream());
        return Stream.concat(named, installed)
                .map(toolkit -> toolkit.resolve("bin"))
                .flatMap(NvrtcPlaces::binAndItsX64)
                .toList();
    }

    /** From CUDA 13 the DLLs lie in a folder named after the processor. */
    private static Stream<Path> binAndItsX64(Path bin) {
        return Stream.of(bin.resolve("x64"), bin.resolve("x86_64"), bin);
    }
}
