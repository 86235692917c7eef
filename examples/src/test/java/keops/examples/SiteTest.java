package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What builds the site names what it needs exactly, and finds links that lead nowhere. */
class SiteTest {
    @TempDir
    private Path site;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(site.resolve("api"));
        Files.writeString(site.resolve("index.html"), """
                <a href="/base/api/Page.html#of(int,T[])">method</a> <a href="https://example.org/none">far</a>
                <a href="#here">here</a> <p id="here"></p> <img src="api/picture.png">
                <script>'<a href="none.html">'</script>
                """);
        Files.writeString(site.resolve("api/Page.html"), "<p id=\"of(int,T[])\"></p><a href=\"../index.html\">up</a>");
        Files.write(site.resolve("api/picture.png"), new byte[1]);
    }

    private List<String> check() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", Cli.root().resolve("docs/Links.java").toString(), site.toString(), "/base/")
                .redirectErrorStream(true).start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines()
                .filter(line -> !line.contains("JDK_JAVA_OPTIONS")).toList();
        assertEquals(said.size() == 1 ? 0 : 1, process.waitFor(), said::toString);
        return said;
    }

    @Test
    void aSiteWhoseLinksLeadSomewhereIsPassed() throws IOException, InterruptedException {
        assertEquals(List.of("4 links of 2 pages, 0 broken"), check());
    }

    @Test
    void linksThatLeadNowhereAreNamed() throws IOException, InterruptedException {
        Files.writeString(site.resolve("other.html"), """
                <a href="/base/api/Page.html#none">place</a> <a href="none.html">page</a> <img src="/api/picture.png">
                <a href="../outside.html">outside</a> <a class="c" href='none'>x</a> <a href="api/Page.html">page</a>
                """);
        assertEquals(List.of("other.html: ../outside.html", "other.html: /api/picture.png",
                "other.html: /base/api/Page.html#none", "other.html: none", "other.html: none.html",
                "10 links of 3 pages, 5 broken"), check());
    }

    @Test
    void packagesAreOfOneVersionAndOfNoCertainServer() throws IOException {
        String dependencies = Files.readString(Cli.root().resolve("docs/package.json"));
        assertTrue(dependencies.contains("\"vitepress\": \"1."), dependencies);
        assertFalse(dependencies.matches("(?s).*\"[\\^~><=*].*"), dependencies);
        String lock = Files.readString(Cli.root().resolve("docs/package-lock.json"));
        assertTrue(lock.contains("\"integrity\": \"sha512-"));
        assertFalse(lock.contains("\"resolved\""));
    }
}
