import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks that every link within a built site leads to a file that is there, and to a place that it has. Links to other
 * sites are not followed. {@code java Links.java FOLDER [BASE]}; the exit code is 1 if one is broken.
 */
final class Links {
    private static final Pattern TAG = Pattern.compile("<([a-zA-Z][^\\s>]*)(\\s[^>]*)>");
    private static final Pattern ATTRIBUTE = Pattern.compile("\\s(href|src|id|name)=(?:\"([^\"]*)\"|'([^']*)')");
    private static final Pattern CODE = Pattern.compile("(?s)<script.*?</script>|<style.*?</style>|<!--.*?-->");

    private final Path root;
    private final String base;
    private final Map<Path, Set<String>> places = new HashMap<>();
    private final List<String> broken = new ArrayList<>();
    private int count;

    private Links(Path root, String base) {
        this.root = root;
        this.base = base;
    }

    public static void main(String[] args) throws IOException {
        var links = new Links(Path.of(args[0]).toAbsolutePath().normalize(), args.length > 1 ? args[1] : "/");
        links.check();
        links.broken.forEach(System.err::println);
        System.out.println(links.count + " links of " + links.places.size() + " pages, " + links.broken.size()
                + " broken");
        System.exit(links.broken.isEmpty() && links.count > 0 ? 0 : 1);
    }

    private void check() throws IOException {
        Map<Path, Set<String>> targets = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path page : files.filter(file -> file.toString().endsWith(".html")).sorted().toList()) {
                targets.put(page, read(page));
            }
        }
        targets.forEach((page, links) -> links.stream().sorted().forEach(link -> {
            count++;
            if (!leads(page, link)) {
                broken.add(root.relativize(page) + ": " + link);
            }
        }));
    }

    /** The links of a page to places of this site; its own places are kept. */
    private Set<String> read(Path page) throws IOException {
        var found = new HashSet<String>();
        Set<String> own = places.computeIfAbsent(page, _ -> new HashSet<>());
        // Of scripts the tag itself stays, which may name a file.
        String text = CODE.matcher(Files.readString(page)).replaceAll(code -> Matcher.quoteReplacement(
                code.group().startsWith("<script") ? code.group().split(">", 2)[0] + ">" : ""));
        TAG.matcher(text).results().forEach(tag -> ATTRIBUTE.matcher(tag.group(2)).results().forEach(attribute -> {
            String value = (attribute.group(2) == null ? attribute.group(3) : attribute.group(2))
                    .replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            if (attribute.group(1).equals("id") || attribute.group(1).equals("name")) {
                own.add(value);
            } else if (!value.matches("(?i)([a-z]+:|//).*")) {
                found.add(value);
            }
        }));
        return found;
    }

    private boolean leads(Path page, String link) {
        URI uri = URI.create(link.replace("<", "%3C").replace(">", "%3E").replace("[", "%5B").replace("]", "%5D"));
        String path = uri.getPath();
        Path target = page;
        if (path.startsWith("/")) {
            if (!path.startsWith(base)) {
                return false;
            }
            target = root.resolve(path.substring(base.length()));
        } else if (!path.isEmpty()) {
            target = page.resolveSibling(path);
        }
        target = target.normalize();
        if (Files.isDirectory(target)) {
            target = target.resolve("index.html");
        }
        String place = uri.getFragment();
        return target.startsWith(root) && Files.isRegularFile(target)
                && (place == null || place.isEmpty() || places.getOrDefault(target, Set.of()).contains(place));
    }
}
