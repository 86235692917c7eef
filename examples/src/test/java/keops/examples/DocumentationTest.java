package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import keops.console.ExitCode;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The Java and the commands of the guides in {@code docs} run as they stand there, and print what stands there. */
class DocumentationTest {
    @TempDir
    private static Path folder;

    @TestFactory
    Stream<DynamicContainer> everySnippetRunsAndPrintsWhatThePageShows() throws IOException {
        return guides().map(page -> {
            List<JavaSnippets.Snippet> snippets = JavaSnippets.of(page);
            Path classes = folder.resolve(page.file().getFileName().toString());
            var compiles = DynamicTest.dynamicTest("compiles", () ->
                    JavaSnippets.compile(snippets, Files.createDirectories(classes)));
            Stream<DynamicTest> runs = snippets.stream()
                    .filter(JavaSnippets.Snippet::isRun)
                    .map(snippet -> DynamicTest.dynamicTest("line " + snippet.line(), () -> runs(snippet, classes)));
            return DynamicContainer.dynamicContainer(page.name(),
                    snippets.isEmpty() ? Stream.empty() : Stream.concat(Stream.of(compiles), runs));
        });
    }

    private static void runs(JavaSnippets.Snippet snippet, Path classes)
            throws IOException, ReflectiveOperationException {
        String printed = JavaSnippets.run(snippet, classes);
        if (snippet.shown() == null) {
            assertFalse(printed.isBlank(), "line " + snippet.line() + " prints nothing");
        } else {
            assertEquals(snippet.shown(), printed, "what line " + snippet.line() + " prints");
        }
    }

    private static Stream<MarkdownPage> guides() throws IOException {
        Path docs = Cli.root().resolve("docs");
        return MarkdownPage.all().stream()
                .filter(file -> file.startsWith(docs))
                .map(file -> {
                    try {
                        return MarkdownPage.read(file);
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> everyCommandRunsAndPrintsWhatThePageShows() throws IOException {
        return guides().flatMap(page -> page.blocks().stream()
                .filter(block -> block.language().equals("sh") && block.text().startsWith("./keops "))
                .map(block -> DynamicTest.dynamicTest(page.name() + " line " + block.line(), () -> {
                    Cli run = Cli.run(ShellWords.of(block.text(), Cli.root()));
                    assertEquals(ExitCode.OK, run.exitCode(), run.err());
                    if (page.after(block).language().equals("text") && page.after(block).kind().isEmpty()) {
                        assertEquals(page.after(block).text(), run.out());
                    }
                })));
    }

    @Test
    void aSnippetIsTakenFromBlocksAndTablesWithWhatStandsBeforeIt(@TempDir Path temp)
            throws IOException, ReflectiveOperationException {
        Path file = Files.writeString(temp.resolve("page.md"), """
                ```java
                import java.util.List;
                ```
                ```java data
                int a = 2;
                ```
                | Python | Java |
                | --- | --- |
                | `a \\| b` | `List.of(a \\| 1)`, `a++;` |

                ```java
                System.out.println(List.of(a));
                ```
                ```text
                [2]
                ```
                ```java
                throw new IllegalStateException("no");
                ```
                ```text
                java.lang.IllegalStateException: no
                ```
                ```java
                System.out.println(a / 0);
                ```
                """);
        List<JavaSnippets.Snippet> snippets = JavaSnippets.of(MarkdownPage.read(file));
        assertEquals(List.of(5, 9, 12, 18, 24), snippets.stream().map(JavaSnippets.Snippet::line).toList());
        JavaSnippets.compile(snippets, temp);
        for (JavaSnippets.Snippet snippet : snippets.subList(0, 4)) {
            assertEquals(snippet.shown(), JavaSnippets.run(snippet, temp));
        }
        assertThrows(AssertionError.class, () -> JavaSnippets.run(snippets.getLast(), temp));
        assertTrue(snippets.get(1).source().contains("Object it = List.of(a | 1);"), snippets.get(1).source());
    }
}
