package keops.bindings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** jextract's output is regenerated, not edited: its sums are those that regenerate.sh wrote down. */
class GeneratedFilesTest {
    private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

    @Test
    void nobodyEditedThem() throws Exception {
        assertEquals(written(), found(), "after jextract/regenerate.sh both sides change; by hand, only one");
    }

    private static Map<String, String> written() throws Exception {
        Map<String, String> sums = new TreeMap<>();
        for (String line : Files.readAllLines(MODULE.resolve("jextract/GENERATED.sha256"))) {
            sums.put(line.substring(66), line.substring(0, 64));
        }
        return sums;
    }

    private static Map<String, String> found() throws Exception {
        Path sources = MODULE.resolve("src/main/java");
        Map<String, String> sums = new TreeMap<>();
        for (String name : List.of("cuda", "nvrtc")) {
            try (Stream<Path> files = Files.list(sources.resolve("keops/bindings").resolve(name))) {
                for (Path file : files.toList()) {
                    sums.put(sources.relativize(file).toString().replace('\\', '/'), sum(file));
                }
            }
        }
        return sums;
    }

    /** Of the lines, whatever a checkout on Windows ends them with. */
    private static String sum(Path file) throws Exception {
        byte[] text = Files.readString(file).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    }
}
