package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import keops.console.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is run as it stands there, and prints what stands there. */
class ReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\\n(.*?)^```$");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    /** A block of code and the text that it prints, which is the next block. */
    private record Shown(String code, String printed) {}

    private static String readme() throws IOException {
        return Files.readString(Cli.root().resolve("README.md"));
    }

    private static Shown shown(String beginning) throws IOException {
        List<MatchResult> blocks = BLOCK.matcher(readme()).results().toList();
        for (int k = 0; k + 1 < blocks.size(); k++) {
            if (blocks.get(k).group(2).startsWith(beginning)) {
                assertEquals("text", blocks.get(k + 1).group(1));
                return new Shown(blocks.get(k).group(2), blocks.get(k + 1).group(2));
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
                        "--add-modules=jdk.incubator.vector", "-cp", System.getProperty("jdk.module.path"),
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
        Matcher words = WORD.matcher(example.code().replace("\\\n", " "));
        Object[] args = words.results()
                .skip(1)
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2))
                .map(word -> word.startsWith("src/") ? Cli.root().resolve(word).toString() : word)
                .toArray();
        assertEquals(new Cli(ExitCode.OK, example.printed(), ""), Cli.run(args));
    }

    @Test
    void theTestCommandIsTheOneThatCiRuns() throws IOException {
        assertTrue(readme().contains("\n    ./mvnw -ntp verify\n"));
        String ci = Files.readString(Cli.root().resolve(".ci/run"));
        assertTrue(ci.contains("\ncommand -v mvn >/dev/null || maven=./mvnw\n"));
        assertTrue(ci.contains("\n\"$maven\" -ntp verify "));
    }
}
