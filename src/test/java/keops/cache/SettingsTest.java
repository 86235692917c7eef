package keops.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import keops.error.CacheException;
import org.junit.jupiter.api.Test;

class SettingsTest {
    private static Settings settings(Map<String, String> properties, Map<String, String> environment) {
        var all = new Properties();
        all.putAll(properties);
        return new Settings(all, environment);
    }

    private static Optional<Path> folder(String system, Map<String, String> environment) {
        return settings(Map.of("os.name", system, "user.home", "/home/me"), environment).folder();
    }

    private static Optional<Path> path(String text) {
        return Optional.of(Path.of(text));
    }

    @Test
    void aPropertyCountsMoreThanAVariableAndThatMoreThanThePlatform() {
        var environment = Map.of("KEOPS_CACHE_FOLDER", "/variable", "XDG_CACHE_HOME", "/xdg", "KEOPS_CACHE_SIZE", "3M");
        assertEquals(path("/property"), settings(Map.of("keops.cache.folder", "/property"), environment).folder());
        assertEquals(path("/variable"), settings(Map.of("keops.cache.folder", " "), environment).folder());
        assertEquals(3 << 20, settings(Map.of(), environment).mostBytes());
        assertEquals(1 << 10, settings(Map.of("keops.cache.size", "1K"), environment).mostBytes());
        assertEquals(1L << 30, settings(Map.of(), Map.of()).mostBytes());
        assertThrows(CacheException.class, () -> settings(Map.of("keops.cache.size", "much"), Map.of()).mostBytes());
    }

    @Test
    void eachPlatformHasItsFolder() {
        assertEquals(path("/xdg/keops"), folder("Linux", Map.of("XDG_CACHE_HOME", "/xdg")));
        assertEquals(path("/home/me/.cache/keops"), folder("Linux", Map.of()));
        assertEquals(path("/home/me/.cache/keops"), folder("Linux", Map.of("XDG_CACHE_HOME", "relative")));
        assertEquals(path("/home/me/Library/Caches/keops"), folder("Mac OS X", Map.of("XDG_CACHE_HOME", "/xdg")));
        assertEquals(path("/local/keops/cache"), folder("Windows 11", Map.of("LOCALAPPDATA", "/local")));
        assertEquals(Optional.empty(), settings(Map.of("os.name", "Linux", "user.home", "?"), Map.of()).folder());
    }

    @Test
    void itCanBeSwitchedOff() {
        assertTrue(settings(Map.of("keops.cache", "off"), Map.of()).isOff());
        assertTrue(settings(Map.of(), Map.of("KEOPS_CACHE", "OFF")).isOff());
        assertFalse(settings(Map.of("keops.cache", "on"), Map.of("KEOPS_CACHE", "off")).isOff());
    }
}
