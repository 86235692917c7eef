package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @Test
    void theFirstExampleRuns(@TempDir Path folder) throws IOException, InterruptedException {
        runs(shown("import keops.Genred;"), folder.resolve("FirstExample.java"));
    }

    @Test
    void theSecondExampleRuns(@TempDir Path folder) throws IOException, InterruptedException {
        runs(shown("import keops.Kernel;"), folder.resolve("SecondExample.java"));
    }

    @Test
    void theThirdExampleRuns(@TempDir Path folder) throws IOException, InterruptedException {
        runs(shown("import java.util.List;"), folder.resolve("ThirdExample.java"));
    }

    private static void runs(Shown example, Path file) throws IOException, InterruptedException {
        Path source = Files.writeString(file, example.code());
        Path out = file.resolveSibling("out");
        Process java = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector", "-cp", JavaSnippets.classPath(),
                        source.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, java.waitFor());
        assertEquals(example.printed(), Files.readString(out));
    }

    @Test
    void theReductionOfTheDigitsRuns() throws IOException {
        Shown example = shown("./keops reduce");
        Object[] args = ShellWords.of(example.code(), Cli.root());
        assertEquals(new Cli(ExitCode.OK, example.printed(), ""), Cli.run(args));
    }

    @Test
    void theTestCommandIsTheOneThatCiRuns() throws IOException {
        assertTrue(Files.readString(readme()).contains("\n    ./mvnw -ntp verify\n"));
        String ci = Files.readString(Cli.root().resolve(".ci/run"));
        assertTrue(ci.contains("\ncommand -v mvn >/dev/null || maven=./mvnw\n"));
        assertTrue(ci.contains("\n\"$maven\" -ntp verify "));
    }
}
