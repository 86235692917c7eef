package keops.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A machine made up in a temporary folder: only the files, properties and variables that a test puts there. */
final class FakeHost {
    private final Path root;
    private final Host.Platform platform;
    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    FakeHost(Path root, Host.Platform platform) {
        this.root = root;
        this.platform = platform;
    }

    static FakeHost linux(Path root) {
        return new FakeHost(root, Host.Platform.LINUX);
    }

    static FakeHost windows(Path root) {
        return new FakeHost(root, Host.Platform.WINDOWS);
    }

    FakeHost property(String name, Object value) {
        properties.put(name, value.toString());
        return this;
    }

    FakeHost variable(String name, Object value) {
        environment.put(name, value.toString());
        return this;
    }

    /** An empty file, with the folders above it. */
    Path file(String fromRoot) throws IOException {
        Path file = root.resolve(fromRoot);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    Path link(String fromRoot, String target) throws IOException {
        Path link = root.resolve(fromRoot);
        Files.createDirectories(link.getParent());
        return Files.createSymbolicLink(link, Path.of(target));
    }

    Host host() {
        return new Host(platform, "amd64", root, properties::get, environment::get);
    }
}
