package keops.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of the library's classes that the pages name in running text and in tables are there, and public. */
class NamesInGuidesTest {
    private static final Pattern EXPORT = Pattern.compile("exports (keops[\\w.]*);");
    private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");
    private static final Pattern MEMBER = Pattern.compile("(?<![\\w.\"])([A-Z]\\w*)\\.([A-Za-z]\\w*)");
    /** A method of what a variable stands for, which may be any of ours or of Java's. */
    private static final Pattern CALL =
            Pattern.compile("(?<![\\w.\"])(?:product|k|loss|tape|solve|tensor)\\.(\\w+)\\(");
    private static final Pattern JAVA_COLUMN = Pattern.compile("\\| Java \\|");
    private static final Map<String, Set<String>> MEMBERS = new HashMap<>();

    @BeforeAll
    static void readTheLibrary() throws IOException, ClassNotFoundException {
        Path sources = Cli.root().resolve("src/main/java");
        for (MatchResult export : EXPORT.matcher(Files.readString(sources.resolve("module-info.java"))).results()
                .toList()) {
            try (Stream<Path> files = Files.list(sources.resolve(export.group(1).replace('.', '/')))) {
                for (String name : files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java") && !name.equals("package-info.java")).toList()) {
                    String simple = name.substring(0, name.length() - ".java".length());
                    Class<?> type = Class.forName(export.group(1) + "." + simple);
                    if (Modifier.isPublic(type.getModifiers())) {
                        MEMBERS.put(simple, members(type));
                    }
                }
            }
        }
    }

    private static Set<String> members(Class<?> type) {
        var names = new HashSet<String>();
        Stream.of(type.getMethods(), type.getFields()).flatMap(Stream::of).map(Member.class::cast)
                .forEach(member -> names.add(member.getName()));
        Stream.of(type.getClasses()).forEach(nested -> names.add(nested.getSimpleName()));
        return names;
    }

    /** The names of a page that the library does not have; the others are added to those that are known. */
    private static List<String> unknown(Path file, Set<String> known) throws IOException {
        var unknown = new ArrayList<String>();
        MarkdownPage page = MarkdownPage.read(file);
        Set<String> all = new HashSet<>();
        MEMBERS.values().forEach(all::addAll);
        boolean isCompiled = false;
        for (int k = 0; k < page.prose().size(); k++) {
            String row = page.prose().get(k);
            // Tables with a column of Java, which may have one of Python, too, are compiled by DocumentationTest.
            isCompiled = row.startsWith("|") && (isCompiled || JAVA_COLUMN.matcher(row).find());
            if (isCompiled) {
                continue;
            }
            String place = page.name() + " line " + (k + 1) + ": ";
            for (MatchResult span : SPAN.matcher(row).results().toList()) {
                for (MatchResult name : MEMBER.matcher(span.group(1)).results().toList()) {
                    Set<String> members = MEMBERS.get(name.group(1));
                    if (members != null) {
                        (members.contains(name.group(2)) ? known : unknown).add(place + name.group());
                    }
                }
                for (MatchResult call : CALL.matcher(span.group(1)).results().toList()) {
                    (all.contains(call.group(1)) ? known : unknown).add(place + call.group());
                }
            }
        }
        return unknown;
    }

    @Test
    void everyMemberThatAPageNamesIsInTheLibrary() throws IOException {
        var unknown = new ArrayList<String>();
        var known = new HashSet<String>();
        Path docs = Cli.root().resolve("docs");
        for (Path file : MarkdownPage.all()) {
            if (file.startsWith(docs) || file.equals(Cli.root().resolve("README.md"))) {
                unknown.addAll(unknown(file, known));
            }
        }
        assertEquals(List.of(), unknown);
        assertTrue(known.size() > 30, "only " + known.size() + " names were found");
    }

    @Test
    void namesThatAreMissedAreFound(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("page.md"), """
                `Tensor.of(x, 2, 3)`, `Tensor.off(x)`, `Files.none()`, `"Tensor.none"`, `DType.FLOAT32`, `DType.FLOAT8`
                | `product.explain(dtype)` | `k.solve(b)`, `product.explains(dtype)` |

                | Python | Java |
                | --- | --- |
                | `LazyTensor.cat` | `x.concat(y)` |

                ```java
                Tensor.none();
                ```
                """);
        var known = new HashSet<String>();
        assertEquals(List.of("page.md line 1: Tensor.off", "page.md line 1: DType.FLOAT8",
                "page.md line 2: product.explains("), unknown(file, known).stream()
                        .map(line -> line.substring(line.indexOf("page.md"))).toList());
        assertEquals(4, known.size());
    }
}
