package keops.cache;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import keops.error.CacheException;

/**
 * The settings of the store. A system property takes precedence over an environment variable, and both over the default
 * of the platform.
 */
final class Settings {
    /** The default size limit in bytes. */
    static final long USUAL_BYTES = 1L << 30;

    private static final String NAME = "keops";

    private final Properties properties;
    private final Map<String, String> environment;

    Settings(Properties properties, Map<String, String> environment) {
        this.properties = properties;
        this.environment = environment;
    }

    static Settings ofThisProcess() {
        return new Settings(System.getProperties(), System.getenv());
    }

    boolean isOff() {
        return value("keops.cache", "KEOPS_CACHE").filter(value -> value.equalsIgnoreCase("off")).isPresent();
    }

    /**
     * The size limit in bytes.
     *
     * @throws CacheException if the setting is not a size
     */
    long mostBytes() {
        return value("keops.cache.size", "KEOPS_CACHE_SIZE").map(ByteSize::parse).orElse(USUAL_BYTES);
    }

    /**
     * The folder of the store; empty if the platform has no folder for caches.
     *
     * @throws CacheException if the setting is not a path
     */
    Optional<Path> folder() {
        Optional<String> chosen = value("keops.cache.folder", "KEOPS_CACHE_FOLDER");
        try {
            return chosen.isPresent() ? chosen.map(text -> Path.of(text).toAbsolutePath()) : ofPlatform();
        } catch (InvalidPathException e) {
            throw new CacheException("the folder for compiled kernels is no path: " + e.getMessage(), e);
        }
    }

    /**
     * The default by the XDG Base Directory Specification, Apple's File System Programming Guide and Windows' known
     * folders.
     */
    private Optional<Path> ofPlatform() {
        String system = properties.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        Optional<Path> home = absolute(properties.getProperty("user.home"));
        if (system.startsWith("windows")) {
            return absolute(environment.get("LOCALAPPDATA"))
                    .or(() -> home.map(path -> path.resolve("AppData").resolve("Local")))
                    .map(path -> path.resolve(NAME).resolve("cache"));
        }
        if (system.startsWith("mac")) {
            return home.map(path -> path.resolve("Library").resolve("Caches").resolve(NAME));
        }
        return absolute(environment.get("XDG_CACHE_HOME"))
                .or(() -> home.map(path -> path.resolve(".cache")))
                .map(path -> path.resolve(NAME));
    }

    /** A path if it is absolute, as XDG requires; a user without a home has "?" or "/nonexistent". */
    private static Optional<Path> absolute(String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank()).map(Path::of).filter(Path::isAbsolute);
    }

    private Optional<String> value(String property, String variable) {
        return Stream.of(properties.getProperty(property), environment.get(variable))
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }
}
