package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What guides quote of messages, dots standing for what differs, is said by the sources. */
class QuotedMessagesTest {
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern JOINT = Pattern.compile("\"\\s*\\+\\s*\"");
    private static final List<String> SOURCES = List.of("src/main/java", "bindings/src/main/java",
            "console/src/main/java", "examples/src/main/java", "cache-tool/src/main/java");
    /** What the JVM says. */
    private static final List<String> OF_JAVA = List.of("WARNING: Using incubator modules: jdk.incubator.vector",
            "Cannot reserve ... bytes of direct buffer memory");

    /** The texts of each source, those that are cut into lines put together. */
    private static List<String> texts() throws IOException {
        var texts = new ArrayList<String>();
        for (String folder : SOURCES) {
            try (Stream<Path> files = Files.walk(Cli.root().resolve(folder))) {
                for (Path file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    texts.add(texts(Files.readString(file)));
                }
            }
        }
        return texts;
    }

    private static String texts(String source) {
        return TEXT.matcher(JOINT.matcher(source).replaceAll("")).results()
                .map(found -> found.group(1).replace("\\\"", "\""))
                .collect(Collectors.joining("\n"));
    }

    /** Whether a source has the parts of a message one after the other. */
    private static boolean isSaid(String message, String texts) {
        int at = 0;
        for (String part : message.split("\\.\\.\\.", -1)) {
            int found = texts.indexOf(part.strip(), at);
            if (found < 0) {
                return false;
            }
            at = found + part.strip().length();
        }
        return true;
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"troubleshooting.md; #+ `(.*)`", "performance.md; \\| `([^`]*)` \\|.*"})
    void everyQuotedMessageIsSaid(String page, String pattern) throws IOException {
        List<String> quoted = MarkdownPage.read(Cli.root().resolve("docs").resolve(page)).prose().stream()
                .map(Pattern.compile(pattern)::matcher)
                .filter(Matcher::matches)
                .map(MatchResult::group)
                .map(line -> line.replaceAll("^[^`]*`([^`]*)`.*", "$1"))
                .toList();
        assertTrue(quoted.size() > 5, "only " + quoted + " is quoted");
        List<String> texts = texts();
        assertEquals(List.of(), quoted.stream()
                .filter(message -> !OF_JAVA.contains(message))
                .filter(message -> texts.stream().noneMatch(source -> isSaid(message, source)))
                .toList());
    }

    @Test
    void aMessageIsSaidByOneSourceInOrder() {
        String texts = texts("throw new Error(\"there are \" + n\n + \" of them,\"\n + \" \\\"here\\\"\");");
        assertTrue(isSaid("there are ... of them, \"here\"", texts), texts);
        assertFalse(isSaid("of them ... there are", texts), texts);
        assertFalse(isSaid("throw", texts), texts);
    }
}
