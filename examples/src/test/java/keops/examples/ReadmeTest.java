package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    void theTestCommandIsTheOneThatCiRuns() throws IOException {
        assertTrue(Files.readString(readme()).contains("\n    ./mvnw -ntp verify\n"));
        String ci = Files.readString(Cli.root().resolve(".ci/run"));
        assertTrue(ci.contains("\ncommand -v mvn >/dev/null || maven=./mvnw\n"));
        assertTrue(ci.contains("\n\"$maven\" -ntp verify "));
    }
}
