package keops.documentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lines of all Java sources but those that jextract generates. */
class SourceLinesTest {
    private static final int COLUMNS = 120;
    private static final List<String> MODULES = List.of("src", "console", "examples", "cache-tool", "jmh");

    @Test
    void linesEndAt120ColumnsAndHaveNoTabs() throws IOException {
        var wrong = new ArrayList<String>();
        int files = 0;
        Path root = Path.of(System.getProperty("basedir", "src")).toAbsolutePath().getParent();
        for (String module : MODULES) {
            for (Path file : sources(root.resolve(module))) {
                files++;
                List<String> lines = Files.readAllLines(file);
                for (int k = 0; k < lines.size(); k++) {
                    String line = lines.get(k);
                    if (line.length() > COLUMNS || line.indexOf('\t') >= 0 || line.endsWith(" ")) {
                        wrong.add(root.relativize(file) + ":" + (k + 1));
                    }
                }
            }
        }
        assertEquals(List.of(), wrong);
        assertTrue(files > 500, files + " files");
    }

    private static List<Path> sources(Path module) throws IOException {
        var all = new ArrayList<Path>();
        for (String folder : List.of("main/java", "test/java", "src/main/java", "src/test/java")) {
            if (Files.isDirectory(module.resolve(folder))) {
                try (Stream<Path> files = Files.walk(module.resolve(folder))) {
                    files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
                }
            }
        }
        return all;
    }
}
