package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;

/** What the gallery shows is what the tutorials are: their code, their commands and their pictures. */
class GalleryTest {
    private static final Pattern CODE = Pattern.compile("(?ms)^```java source\\n(.*?)^```$");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}\\./keops (\\S+)$");
    private static final Pattern PICTURE = Pattern.compile("!\\[[^]]+]\\(pictures/([^)]+)\\)");
    private static final long MOST_BYTES = 3_000_000;

    private static String page() throws IOException {
        return Files.readString(Cli.root().resolve("docs/gallery.md"));
    }

    private static Set<String> found(Pattern pattern) throws IOException {
        return pattern.matcher(page()).results().map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The lines without their indentation, since a method stands further left on a page. */
    private static String flush(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    @Test
    void theCodeIsThatOfTheTutorials() throws IOException {
        List<String> sources;
        try (Stream<Path> files = Files.walk(Cli.root().resolve("examples/src/main/java"))) {
            sources = files.filter(file -> file.toString().endsWith(".java")).map(GalleryTest::source).toList();
        }
        List<MatchResult> blocks = CODE.matcher(page()).results().toList();
        assertEquals(found(COMMAND).size(), blocks.size(), "blocks of code");
        for (MatchResult block : blocks) {
            String code = flush(block.group(1));
            assertTrue(sources.stream().anyMatch(source -> source.contains(code)), "not in the sources:\n" + code);
        }
    }

    private static String source(Path file) {
        try {
            return flush(Files.readString(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theCommandsAreTutorialsWithAFolderForPictures() throws IOException {
        Set<String> commands = found(COMMAND);
        assertFalse(commands.isEmpty());
        String script = Files.readString(Cli.root().resolve("docs/pictures.sh"));
        for (String command : commands) {
            Cli help = Cli.run(command, "--help");
            assertEquals(ExitCode.OK, help.exitCode(), help.err());
            assertTrue(help.out().contains("--out=FOLDER") && help.out().contains("--quick"), help.out());
            assertTrue(Pattern.compile("\\b" + command + "\\b").matcher(script).find(), "pictures.sh lacks " + command);
        }
    }

    @Test
    void thePicturesAreThereAndSmall() throws IOException {
        Path folder = Cli.root().resolve("docs/pictures");
        long bytes = 0;
        var files = new TreeSet<String>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                bytes += Files.size(file);
                files.add(file.getFileName().toString());
            }
        }
        assertTrue(files.containsAll(found(PICTURE)), "of " + found(PICTURE) + " there are " + files);
        assertTrue(bytes < MOST_BYTES, bytes + " bytes of pictures");
        for (String name : found(PICTURE)) {
            assertNotNull(ImageIO.read(folder.resolve(name).toFile()), name);
        }
    }
}
