package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The commands of docs/install.md run with the files that it shows, and print what it shows. */
class InstallationTest {
    @TempDir
    private Path folder;

    private MarkdownPage page;

    @BeforeEach
    void write() throws IOException {
        page = MarkdownPage.read(Cli.root().resolve("docs/install.md"));
        Files.writeString(folder.resolve("FirstExample.java"), ReadmeTest.firstExample());
        Files.writeString(folder.resolve("Short.java"), block("short"));
        Files.writeString(folder.resolve("first.jsh"), block("jshell"));
    }

    private String block(String kind) {
        return page.blocks().stream().filter(block -> block.kind().equals(kind)).findFirst().orElseThrow().text();
    }

    @TestFactory
    Stream<DynamicTest> everyCommandPrintsWhatThePageShows() {
        return page.blocks().stream().filter(block -> block.language().equals("sh")).map(block ->
                DynamicTest.dynamicTest(block.text().lines().findFirst().orElseThrow(), () -> runs(block)));
    }

    private void runs(MarkdownPage.Block block) throws IOException, InterruptedException {
        boolean isModular = System.getProperty("jdk.module.path") != null;
        assumeTrue(isModular || !block.text().contains(" -p "), "the tests run on the class path");
        String text = block.text().replace("$KEOPS", JavaSnippets.classPath());
        List<String> words = Stream.concat(Stream.of(text.substring(0, text.indexOf(' '))),
                Stream.of(ShellWords.of(text, Cli.root())).map(Object::toString)).toList();
        Path out = folder.resolve("out");
        var builder = new ProcessBuilder(Stream.concat(
                        Stream.of(Path.of(System.getProperty("java.home"), "bin", words.getFirst()).toString()),
                        words.stream().skip(1)).toList())
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().remove("JDK_JAVA_OPTIONS");
        assertEquals(0, builder.start().waitFor());
        MarkdownPage.Block shown = page.blocks().stream()
                .skip(page.blocks().indexOf(block))
                .filter(next -> next.language().equals("text"))
                .findFirst()
                .orElseThrow();
        assertEquals(shown.text(), Files.readString(out).replace(System.lineSeparator(), "\n"));
    }

    @Test
    void thePageNamesThePackagesThatAreExported() throws IOException {
        Pattern named = Pattern.compile("`(keops[.a-z]*)`");
        String packages = Files.readString(page.file());
        packages = packages.substring(packages.indexOf("The packages are "), packages.indexOf("No other is exported."));
        Pattern exported = Pattern.compile("exports (keops[.a-z]*);");
        String module = Files.readString(Cli.root().resolve("src/main/java/module-info.java"));
        assertEquals(exported.matcher(module).results().map(export -> export.group(1)).sorted().toList(),
                named.matcher(packages).results().map(name -> name.group(1)).sorted().toList());
    }

    @Test
    void theBuildFilesNameThisVersion() throws IOException {
        String parent = Files.readString(Cli.root().resolve("pom.xml"));
        var version = Pattern.compile("<artifactId>keops-parent</artifactId>\\s*<version>([^<]+)</version>")
                .matcher(parent);
        assertTrue(version.find());
        var pom = page.blocks().stream().filter(block -> block.language().equals("xml")).findFirst().orElseThrow();
        assertTrue(pom.text().contains("<artifactId>keops</artifactId><version>" + version.group(1) + "</version>"));
        assertTrue(page.blocks().stream().anyMatch(block -> block.language().equals("kotlin")
                && block.text().contains("\"keops:keops:" + version.group(1) + "\"")));
        assertTrue(Files.readString(page.file()).contains("src/target/keops-" + version.group(1) + ".jar"));
    }
}
