package keops.bindings;

import java.nio.file.Files;
import java.util.List;

/**
 * What shows that there may be an NVIDIA GPU, found without opening anything: the device files that the kernel module
 * makes. Looking for a driver on a machine without them would cost time, and a warning of the JVM about native access,
 * for nothing.
 */
final class GpuSigns {
    private static final List<String> ON_LINUX = List.of(
            "dev/nvidiactl",
            "dev/nvidia0",
            "dev/dxg", // WSL 2
            "dev/nvmap"); // Tegra

    private GpuSigns() {}

    static boolean on(Host host) {
        return switch (host.platform()) {
            case LINUX -> ON_LINUX.stream().anyMatch(file -> Files.exists(host.folder(file)));
            case WINDOWS -> true;
            case OTHER -> false;
        };
    }
}
