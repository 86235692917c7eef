package keops.examples;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A page of Markdown as its tests see it.
 *
 * @param file where it is
 * @param blocks its fenced blocks of code, in order
 * @param prose all other lines, in order; lines of code are empty here, so that lines keep their numbers
 */
record MarkdownPage(Path file, List<Block> blocks, List<String> prose) {
    private static final String FENCE = "```";
    private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    /**
     * A fenced block.
     *
     * @param language the first word after the fence; empty where there is none
     * @param kind the second word, which tells tests what to do with the block; empty where there is none
     * @param line the number of its first line, from 1
     * @param end the number of the line that ends it
     * @param text its lines, each with its end
     */
    record Block(String language, String kind, int line, int end, String text) {}

    /** Every page of the repository but those that a build leaves. */
    static List<Path> all() throws IOException {
        var pages = new ArrayList<Path>();
        Files.walkFileTree(Cli.root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean isHidden = name.startsWith(".") && !folder.equals(Cli.root());
                // What is built, and what is not ours.
                return isHidden || name.startsWith("target") || name.equals("node_modules")
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".md")) {
                    pages.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return pages.stream().sorted().toList();
    }

    static MarkdownPage read(Path file) throws IOException {
        var blocks = new ArrayList<Block>();
        var prose = new ArrayList<String>();
        List<String> lines = Files.readAllLines(file);
        for (int k = 0; k < lines.size(); k++) {
            if (!lines.get(k).startsWith(FENCE)) {
                prose.add(lines.get(k));
                continue;
            }
            String[] words = (lines.get(k).substring(FENCE.length()).strip() + "  ").split(" ", 3);
            int first = k + 1;
            int end = IntStream.range(first, lines.size())
                    .filter(n -> lines.get(n).equals(FENCE))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(file + ":" + first + ": this block has no end"));
            String text = String.join("", lines.subList(first, end).stream().map(line -> line + "\n").toList());
            blocks.add(new Block(words[0], words[1].strip(), first + 1, end + 1, text));
            while (prose.size() <= end) {
                prose.add("");
            }
            k = end;
        }
        return new MarkdownPage(file, List.copyOf(blocks), List.copyOf(prose));
    }

    /** The path from the root of the repository. */
    String name() {
        return Cli.root().relativize(file).toString().replace('\\', '/');
    }

    /** The block that follows another at once, with nothing but an empty line or a sentence between them. */
    Block after(Block block) {
        return blocks.get(blocks.indexOf(block) + 1);
    }

    boolean isLast(Block block) {
        return blocks.getLast().equals(block);
    }

    /** The targets of its links. */
    List<String> links() {
        String text = String.join("\n", prose).replaceAll("`[^`\n]*`", "code");
        return LINK.matcher(text).results().map(found -> found.group(1)).toList();
    }

    /** What links to its headings end in, by GitHub's rules. */
    Set<String> anchors() {
        var anchors = new HashSet<String>();
        Map<String, Integer> seen = new HashMap<>();
        for (String line : prose) {
            var heading = HEADING.matcher(line);
            if (heading.matches()) {
                String plain = heading.group(1).replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1").toLowerCase(Locale.ROOT);
                String anchor = plain.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
                int before = seen.merge(anchor, 1, Integer::sum) - 1;
                anchors.add(before == 0 ? anchor : anchor + "-" + before);
            }
        }
        return anchors;
    }
}
