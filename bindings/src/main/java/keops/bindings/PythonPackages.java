package keops.bindings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code site-packages} folders of this machine, where pip puts NVIDIA's wheels: those of the active environment,
 * of the user, of the system. No Python is run to ask.
 */
final class PythonPackages {
    private PythonPackages() {}

    static List<Path> on(Host host) {
        return host.platform() == Host.Platform.WINDOWS ? onWindows(host) : onUnix(host);
    }

    private static List<Path> onUnix(Host host) {
        List<Path> prefixes = new ArrayList<>();
        prefixes.addAll(host.folderOf("VIRTUAL_ENV"));
        prefixes.addAll(host.folderOf("CONDA_PREFIX"));
        home(host).ifPresent(home -> prefixes.add(home.resolve(".local")));
        prefixes.add(host.folder("usr/local"));
        prefixes.add(host.folder("usr"));
        List<Path> folders = new ArrayList<>();
        for (Path prefix : prefixes) {
            for (Path python : Host.matching(prefix.resolve("lib"), "python3*")) {
                folders.add(python.resolve("site-packages"));
                folders.add(python.resolve("dist-packages")); // Debian's name for it
            }
        }
        return folders;
    }

    private static List<Path> onWindows(Host host) {
        List<Path> folders = new ArrayList<>();
        for (String prefix : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
            host.folderOf(prefix).forEach(environment -> folders.add(sitePackages(environment)));
        }
        host.folderOf("APPDATA").stream()
                .flatMap(data -> Host.matching(data.resolve("Python"), "Python3*").stream())
                .forEach(python -> folders.add(python.resolve("site-packages")));
        host.folderOf("LOCALAPPDATA").stream()
                .map(data -> data.resolve("Programs").resolve("Python"))
                .flatMap(pythons -> Host.matching(pythons, "Python3*").stream())
                .forEach(python -> folders.add(sitePackages(python)));
        return folders;
    }

    private static Path sitePackages(Path windowsPython) {
        return windowsPython.resolve("Lib").resolve("site-packages");
    }

    private static Optional<Path> home(Host host) {
        return host.property("user.home").flatMap(Host::path);
    }
}
