package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is run as it stands there, and prints what stands there. */
class ReadmeTest {
    /** A block of code and the text that it prints, which is the next block. */
    private record Shown(String code, String printed) {}

    private static Path readme() {
        return Cli.root().resolve("README.md");
    }

    private static Shown shown(String beginning) throws IOException {
        MarkdownPage page = MarkdownPage.read(readme());
        for (MarkdownPage.Block block : page.blocks()) {
            if (block.text().startsWith(beginning)) {
                assertEquals("text", page.after(block).language());
                return new Shown(block.text(), page.after(block).text());
            }
        }
        throw new AssertionError("the README shows nothing that begins with " + beginning);
    }

    /** The source of the first example, which has imports of its own. */
    static String firstExample() throws IOException {
        return shown("import keops.Genred;").code();
    }

    @Test
    void theExamplesRun(@TempDir Path folder) throws IOException, ReflectiveOperationException {
        List<JavaSnippets.Snippet> examples = JavaSnippets.of(MarkdownPage.read(readme()));
        assertEquals("FirstExample", examples.getFirst().name());
        JavaSnippets.compile(examples, folder);
        for (JavaSnippets.Snippet example : examples) {
            assertEquals(example.shown(), JavaSnippets.run(example, folder));
        }
    }

    @Test
    void theReductionOfTheDigitsRuns() throws IOException {
        Shown example = shown("./keops reduce");
        Object[] args = ShellWords.of(example.code(), Cli.root());
        Cli run = Cli.run(args);
        assertEquals(ExitCode.OK, run.exitCode(), run.err());
        assertEquals(example.printed(), run.out());
    }

    @Test
    void theSpeedsAreThoseOfTheBenchmarks() throws IOException {
        String results = Files.readString(Cli.root().resolve("jmh/RESULTS.md"));
        int rows = 0;
        for (String line : MarkdownPage.read(readme()).prose()) {
            var name = Pattern.compile("^\\| `(\\S+)`: ").matcher(line);
            if (name.find()) {
                rows++;
                String ours = Pattern.compile("\\| \\d.*").matcher(line).results().findFirst().orElseThrow().group();
                // Its columns are those of milliseconds, plain Java, plain C++ and the limit, on two threads.
                String theirs = results.substring(results.indexOf("| 2 threads |"));
                String[] row = theirs.substring(theirs.indexOf("| " + name.group(1) + " |")).lines().findFirst()
                        .orElseThrow().split(" \\| ", -1);
                assertEquals("| " + String.join(" | ", row[1], row[9], row[7], row[5]) + " |", ours);
            }
        }
        assertEquals(5, rows);
    }

    @Test
    void theHeadForJBangIsThatOfTheGuide() throws IOException {
        List<String> heads = Stream.of(readme(), Cli.root().resolve("docs/install.md")).map(file -> {
            try {
                return MarkdownPage.read(file).blocks().stream().filter(block -> block.kind().equals("jbang"))
                        .findFirst().orElseThrow().text();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }).toList();
        assertEquals(heads.getFirst(), heads.getLast());
        Matcher pom = Pattern.compile("<groupId>keops</groupId>\\s*<artifactId>keops-parent</artifactId>\\s*"
                + "<version>([^<]+)<").matcher(Files.readString(Cli.root().resolve("pom.xml")));
        assertTrue(pom.find());
        String version = pom.group(1);
        String page = Files.readString(readme());
        assertTrue(heads.getFirst().contains("//DEPS keops:keops:" + version + "\n"), heads.getFirst());
        assertTrue(page.contains("<artifactId>keops</artifactId><version>" + version + "</version>"));
        assertTrue(page.contains("implementation(\"keops:keops:" + version + "\")"));
    }

    @Test
    void theTestCommandIsTheOneThatCiRuns() throws IOException {
        assertTrue(Files.readString(readme()).contains("\n    ./mvnw -ntp verify\n"));
        String ci = Files.readString(Cli.root().resolve(".ci/run"));
        assertTrue(ci.contains("\ncommand -v mvn >/dev/null || maven=./mvnw\n"));
        assertTrue(ci.contains("\n\"$maven\" -ntp verify "));
    }
}
