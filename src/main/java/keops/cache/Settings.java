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
 * What the user and the platform say about the store: a system property counts more than a variable of the environment,
 * and both more than the platform's customs.
 */
final class Settings {
    /** What a store holds at most unless said otherwise. */
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
     * The most bytes that a store holds.
     *
     * @throws CacheException if what the user wrote is no size
     */
    long mostBytes() {
        return value("keops.cache.size", "KEOPS_CACHE_SIZE").map(ByteSize::parse).orElse(USUAL_BYTES);
    }

    /**
     * The folder of the store, or nothing where this platform has none for such things.
     *
     * @throws CacheException if what the user wrote is no path
     */
    Optional<Path> folder() {
        Optional<String> chosen = value("keops.cache.folder", "KEOPS_CACHE_FOLDER");
        try {
            return chosen.isPresent() ? chosen.map(text -> Path.of(text).toAbsolutePath()) : ofPlatform();
        } catch (InvalidPathException e) {
            throw new CacheException("the folder for compiled kernels is no path: " + e.getMessage(), e);
        }
    }

    /** By the XDG Base Directory Specification, Apple's File System Programming Guide and Windows' known folders. */
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

    /**
     * A path that counts only where it is absolute, as XDG wants it; a user without a home has "?" or "/nonexistent".
     */
    private static Optional<Path> absolute(String text) {
        return Optional.ofNullable(text).filter(value -> !value.isBlank()).map(Path::of).filter(Path::isAbsolute);
    }

    private Optional<String> value(String property, String variable) {
        return Stream.of(properties.getProperty(property), environment.get(variable))
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }
}
