package keops.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the Javadoc of exported packages has to say. */
class ClassDocumentationTest {
    private static final List<String> PACKAGES =
            List.of("", "autograd", "cache", "cuda", "error", "execution", "formula", "reduction", "tensor",
                    "transport");

    /** Messages and causes of exceptions may be null, as in the JDK. */
    private static final List<String> TAKE_NULL = List.of("error");

    /** The Javadoc of a file's public class, up to its declaration. */
    private static final Pattern PUBLIC_CLASS = Pattern.compile(
            "(?s)/\\*\\*((?:(?!\\*/).)*)\\*/(?:\\s*@\\w+\\([^)]*\\))*\\s*public "
                    + "(?:(?:abstract|sealed|final|non-sealed) )*(?:class|interface|record|enum) (\\w+)");

    private static final Pattern THREADS = Pattern.compile("(?i)\\bthreads?\\b|thread-safe|\\bimmutable\\b");

    @Test
    void everyPublicClassSaysWhetherThreadsMayShareIt() throws IOException {
        var silent = new ArrayList<String>();
        for (String name : PACKAGES) {
            for (Path file : sources(name)) {
                Matcher matcher = PUBLIC_CLASS.matcher(Files.readString(file));
                if (matcher.find() && !THREADS.matcher(matcher.group(1)).find()) {
                    silent.add("keops." + name + "." + matcher.group(2));
                }
            }
        }
        assertEquals(List.of(), silent);
    }

    @Test
    void everyPackageSaysThatNullIsRefused() throws IOException {
        var silent = new ArrayList<String>();
        for (String name : PACKAGES) {
            if (TAKE_NULL.contains(name)) {
                continue;
            }
            String text = Files.readString(root().resolve(name).resolve("package-info.java"))
                    .replaceAll("\\s+\\* ", " ");
            if (!text.contains("a null argument is refused by an exception that names the parameter")) {
                silent.add("keops." + name);
            }
        }
        assertEquals(List.of(), silent);
    }

    private static List<Path> sources(String name) throws IOException {
        try (Stream<Path> files = Files.list(root().resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
        }
    }

    private static Path root() {
        return Path.of(System.getProperty("basedir", "src")).resolve("main/java/keops");
    }
}
