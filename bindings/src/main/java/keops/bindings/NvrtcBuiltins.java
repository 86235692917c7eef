package keops.bindings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The library of built-in functions that belongs to an NVRTC. NVRTC opens {@code libnvrtc-builtins.so.13.0} at its
 * first compilation, by name and without a run path, so from a Python wheel it does not find the file that lies beside
 * it, and compiles nothing (error 7, NVRTC_ERROR_BUILTIN_OPERATION_FAILURE). A loader finds by name what is already
 * open: so this is opened first, by its path.
 */
final class NvrtcBuiltins {
    /** The second number is the version's only in a name of three: the soname of all NVRTC 11 from 11.2 on is 11.2. */
    private static final Pattern LINUX_NVRTC =
            Pattern.compile("libnvrtc\\.so(?:\\.(?<major>\\d+)(?:\\.(?<minor>\\d+)\\.\\d+|\\.\\d+)?)?");

    private static final Pattern WINDOWS_NVRTC = Pattern.compile("nvrtc64_(?<major>\\d\\d)\\d_\\d+\\.dll");

    private NvrtcBuiltins() {}

    /**
     * The built-ins beside the file of an NVRTC or beside what it links to; nothing for a file of another name. Where
     * the version of NVRTC cannot be told from its name, all that could belong to it: they differ in name and do not
     * disturb each other.
     */
    static List<Path> beside(Path nvrtc) {
        Path file = nvrtc.toAbsolutePath();
        Path target = target(file);
        Optional<String> glob = glob(nameOf(target)).or(() -> glob(nameOf(file)));
        if (glob.isEmpty()) {
            return List.of();
        }
        List<Path> beside = Host.matching(file.getParent(), glob.get());
        return beside.isEmpty() ? Host.matching(target.getParent(), glob.get()) : beside;
    }

    private static Optional<String> glob(String nvrtc) {
        Matcher linux = LINUX_NVRTC.matcher(nvrtc);
        if (linux.matches()) {
            String major = linux.group("major");
            String minor = linux.group("minor");
            String version = major == null ? "*" : minor == null ? major + ".*" : major + "." + minor + "{,.*}";
            return Optional.of("libnvrtc-builtins.so." + version);
        }
        Matcher windows = WINDOWS_NVRTC.matcher(nvrtc);
        return windows.matches()
                ? Optional.of("nvrtc-builtins64_" + windows.group("major") + "*.dll")
                : Optional.empty();
    }

    private static String nameOf(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    private static Path target(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file; // missing, or a dangling link: the loader will say so
        }
    }
}
