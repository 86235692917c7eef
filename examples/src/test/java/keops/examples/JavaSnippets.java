package keops.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The Java that a page shows, compiled together and run block by block.
 *
 * <p>A block {@code java} of imports alone is for the whole page. A block {@code java data} has statements that stand
 * before those of every later block. Any other block {@code java} is a program if it declares a class, and else the
 * body of one; {@code java compiled} is not run. In tables, a column whose head is {@code Java} has an expression or,
 * with a semicolon, statements in each of its code spans. A block {@code text} that follows says what is printed;
 * {@code text example} says it for one machine.
 */
final class JavaSnippets {
    /**
     * Blocks of the page on installation, which InstallationTest runs, of the gallery, for GalleryTest, and of what
     * needs other libraries.
     */
    private static final Set<String> OF_OTHER_TESTS =
            Set.of("short", "jshell", "jbang", "module", "source", "other");
    private static final Pattern PROGRAM = Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");
    private static final Pattern IMPORTS = Pattern.compile("(?:\\s*import [^;]+;)+\\s*");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^;]+;\\n*");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern CELLS = Pattern.compile("(?<!\\\\)\\|");

    private final MarkdownPage page;
    private final List<Snippet> snippets = new ArrayList<>();
    private String imports = "";
    private String data = "";

    /**
     * A class to compile.
     *
     * @param name its name
     * @param line where it stands on the page
     * @param source its source
     * @param isRun whether it is run, too
     * @param shown what the page says that it prints; null where that is another on each machine
     */
    record Snippet(String name, int line, String source, boolean isRun, String shown) {}

    private JavaSnippets(MarkdownPage page) {
        this.page = page;
    }

    static List<Snippet> of(MarkdownPage page) {
        var found = new JavaSnippets(page);
        List<MarkdownPage.Block> blocks =
                page.blocks().stream().filter(block -> block.language().equals("java")).toList();
        int read = 0;
        for (MarkdownPage.Block block : blocks) {
            found.addTables(read, block.line());
            found.add(block);
            read = block.end();
        }
        found.addTables(read, page.prose().size());
        return List.copyOf(found.snippets);
    }

    private void add(MarkdownPage.Block block) {
        if (IMPORTS.matcher(block.text()).matches()) {
            imports += block.text();
        } else if (block.kind().equals("data")) {
            add(block.line(), block.text(), true, "");
            data += block.text();
        } else if (!OF_OTHER_TESTS.contains(block.kind())) {
            MarkdownPage.Block next = page.isLast(block) ? block : page.after(block);
            boolean isExample = next.kind().equals("example");
            String shown = isExample ? null : next.language().equals("text") ? next.text() : "";
            add(block.line(), block.text(), !block.kind().equals("compiled"), shown);
        }
    }

    private void add(int line, String code, boolean isRun, String shown) {
        var program = PROGRAM.matcher(code);
        if (program.find()) {
            snippets.add(new Snippet(program.group(1), line, code, isRun, shown));
            return;
        }
        String name = "Line" + line;
        String own = String.join("", IMPORT.matcher(code).results().map(found -> found.group()).toList());
        String body = IMPORT.matcher(code).replaceAll("");
        snippets.add(new Snippet(name, line, imports + own + "public final class " + name
                + " {\n public static void main(String[] args) throws Exception {\n" + data + body + " }\n}\n",
                isRun, shown));
    }

    private void addTables(int from, int to) {
        int column = -1;
        for (int k = from; k < to && k < page.prose().size(); k++) {
            String row = page.prose().get(k);
            if (!row.startsWith("|")) {
                column = -1;
            } else if (column < 0) {
                column = Stream.of(CELLS.split(row, -1)).map(String::strip).toList().indexOf("Java");
                column = column < 0 ? Integer.MAX_VALUE : column;
            } else if (column != Integer.MAX_VALUE) {
                addCell(k + 1, CELLS.split(row, -1)[column]);
            }
        }
    }

    private void addCell(int line, String cell) {
        var statements = new StringBuilder();
        CODE.matcher(cell).results().map(found -> found.group(1).replace("\\|", "|")).forEach(code ->
                statements.append("{ ").append(code.endsWith(";") ? code : "Object it = " + code + ";").append(" }\n"));
        if (!statements.isEmpty()) {
            add(line, statements.toString(), true, "");
        }
    }

    /** Compiles all of them into a folder; what the compiler says is an error. */
    static void compile(List<Snippet> snippets, Path folder) throws IOException {
        var words = new ArrayList<>(List.of("-nowarn", "-proc:none", "-implicit:none", "-cp", classPath(), "-d",
                folder.toString()));
        for (Snippet snippet : snippets) {
            words.add(Files.writeString(folder.resolve(snippet.name() + ".java"), snippet.source()).toString());
        }
        var said = new StringWriter();
        var out = new PrintWriter(said);
        int rc = ToolProvider.findFirst("javac").orElseThrow().run(out, out, words.toArray(String[]::new));
        if (rc != 0) {
            throw new AssertionError(said);
        }
    }

    /** Where this JVM has the library from. */
    static String classPath() {
        return Optional.ofNullable(System.getProperty("jdk.module.path"))
                .orElseGet(() -> System.getProperty("java.class.path"));
    }

    /** Runs one in this JVM, and gives what it prints; an exception that it throws, as the last line. */
    static String run(Snippet snippet, Path folder) throws IOException, ReflectiveOperationException {
        PrintStream before = System.out;
        var printed = new ByteArrayOutputStream();
        try (var loader = new URLClassLoader(new URL[] {folder.toUri().toURL()});
                var out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setOut(out);
            var main = loader.loadClass(snippet.name()).getMethod("main", String[].class);
            try {
                main.invoke(null, (Object) new String[0]);
            } catch (InvocationTargetException e) {
                out.println(e.getCause());
                if (snippet.shown() == null || !snippet.shown().contains(e.getCause().getClass().getName())) {
                    throw new AssertionError("line " + snippet.line() + " throws", e.getCause());
                }
            }
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
