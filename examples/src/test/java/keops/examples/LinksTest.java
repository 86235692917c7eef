package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of the documentation lead to files and headings that exist. Nothing is fetched. */
class LinksTest {
    private static List<String> broken(MarkdownPage page) throws IOException {
        var broken = new ArrayList<String>();
        for (String link : page.links()) {
            if (URI.create(link).getScheme() != null) {
                continue;
            }
            String[] parts = link.split("#", 2);
            Path target = parts[0].isEmpty() ? page.file() : page.file().resolveSibling(parts[0]).normalize();
            boolean isThere = Files.exists(target);
            if (isThere && parts.length == 2) {
                isThere = Files.isRegularFile(target) && MarkdownPage.read(target).anchors().contains(parts[1]);
            }
            if (!isThere) {
                broken.add(page.file().getFileName() + ": " + link);
            }
        }
        return broken;
    }

    @Test
    void everyLinkOfEveryPageLeadsSomewhere() throws IOException {
        var broken = new ArrayList<String>();
        int links = 0;
        for (Path file : MarkdownPage.all()) {
            MarkdownPage page = MarkdownPage.read(file);
            broken.addAll(broken(page));
            links += page.links().size();
        }
        assertEquals(List.of(), broken);
        assertTrue(links > 20, "only " + links + " links were found");
    }

    @Test
    void everyGuideIsInTheIndex() throws IOException {
        Path docs = Cli.root().resolve("docs");
        List<String> links = MarkdownPage.read(docs.resolve("README.md")).links();
        try (var files = Files.list(docs)) {
            List<String> missing = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".md") && !name.equals("README.md") && !links.contains(name))
                    .toList();
            assertEquals(List.of(), missing);
        }
    }

    @Test
    void filesAndHeadingsThatAreMissedAreFound(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("page.md"), """
                # The `first` heading, twice
                # The first heading, twice
                [there](#the-first-heading-twice), [there](page.md#the-first-heading-twice-1),
                [lost
                words](page.md#third), [![lost](page.md)](other.md), `[no](link.md)`, [far](https://example.org/#a)
                ```
                [no](link.md)
                ```
                """);
        MarkdownPage page = MarkdownPage.read(file);
        assertEquals(Set.of("the-first-heading-twice", "the-first-heading-twice-1"), page.anchors());
        assertEquals(List.of("page.md: page.md#third", "page.md: other.md"), broken(page));
    }
}
