package keops.bindings;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The machine as the search for a library sees it. All that the search reads comes from here, so a test can make up a
 * machine. Properties and variables are read when they are asked for, not when the record is made.
 *
 * @param platform the kind of operating system, which decides names and folders
 * @param architecture the processor, as {@code os.arch} spells it
 * @param root the folder that stands for {@code /}
 * @param properties system properties by name, null where there is none
 * @param environment environment variables by name, null where there is none
 */
record Host(
        Platform platform,
        String architecture,
        Path root,
        UnaryOperator<String> properties,
        UnaryOperator<String> environment) {

    /** The operating systems for which CUDA exists, and the others. */
    enum Platform {
        LINUX,
        WINDOWS,
        OTHER
    }

    static Host current() {
        String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Platform platform = name.startsWith("linux")
                ? Platform.LINUX
                : name.startsWith("windows") ? Platform.WINDOWS : Platform.OTHER;
        return new Host(
                platform,
                System.getProperty("os.arch", ""),
                Path.of("/"),
                System::getProperty,
                System::getenv);
    }

    /** The value of a system property; a blank one counts as none. */
    Optional<String> property(String name) {
        return Optional.ofNullable(properties.apply(name)).filter(value -> !value.isBlank());
    }

    /** The value of an environment variable; a blank one counts as none. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(environment.apply(name)).filter(value -> !value.isBlank());
    }

    /** The folder that an environment variable names; none where the value cannot be a path. */
    List<Path> folderOf(String variable) {
        return variable(variable).flatMap(Host::path).stream().toList();
    }

    /** A folder given from the root, without the leading slash. */
    Path folder(String fromRoot) {
        return root.resolve(fromRoot);
    }

    static Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** What a folder holds that matches the glob, newest version first; nothing where the folder cannot be read. */
    static List<Path> matching(Path folder, String glob) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        found.sort(NewestFirst.ORDER);
        return List.copyOf(found);
    }
}
