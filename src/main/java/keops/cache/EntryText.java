package keops.cache;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text file of an entry: readable lines, each with a name and a value. The last line is the digest of all lines
 * before it.
 */
final class EntryText {
    /** The name of the file. */
    static final String FILE_NAME = "entry.txt";

    private static final String HEAD =
            "# A compiled kernel of KeOps for Java. It was last used when this file was last changed.\n";
    private static final Pattern RESOURCES = Pattern.compile("(\\S+) (\\d+) registers, (\\d+) bytes of spill stores,"
            + " (\\d+) bytes of spill loads, (\\d+) bytes of stack, (\\d+) bytes of shared memory");
    private static final Pattern FILE = Pattern.compile("(\\S+) (\\d{1,18}) bytes, sha256 ([0-9a-f]{64})");
    private static final String CHECKSUM = "sha256: ";

    private EntryText() {}

    /** Encodes facts as the bytes of the file. */
    static byte[] write(EntryFacts facts) {
        Description what = facts.description();
        var text = new StringBuilder(HEAD);
        line(text, "format", Integer.toString(KernelKey.FORMAT));
        line(text, "key", facts.key());
        line(text, "formula", what.formula());
        what.weight().ifPresent(weight -> line(text, "weight", weight));
        what.aliases().forEach(alias -> line(text, "alias", alias));
        line(text, "reduction", what.reduction());
        line(text, "axis", Integer.toString(what.axis()));
        line(text, "dtype", what.dtype());
        line(text, "tiling", what.tiling());
        line(text, "kind", facts.kind().name());
        line(text, "architecture", Integer.toString(facts.architecture()));
        line(text, "compiler", facts.compiler());
        facts.options().forEach(option -> line(text, "option", option));
        line(text, "created", facts.created().toString());
        facts.resources().forEach((name, r) -> line(text, "entry point", name + " " + r.registers() + " registers, "
                + r.spillStoreBytes() + " bytes of spill stores, " + r.spillLoadBytes() + " bytes of spill loads, "
                + r.stackBytes() + " bytes of stack, " + r.sharedBytes() + " bytes of shared memory"));
        facts.files().forEach((name, mark) ->
                line(text, "file", name + " " + mark.bytes() + " bytes, sha256 " + mark.sha256()));
        String all = text.toString();
        return (all + CHECKSUM + Digest.of(utf8(all)) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String name, String value) {
        String escaped = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
        text.append(name).append(": ").append(escaped).append('\n');
    }

    /**
     * Decodes the bytes of a file.
     *
     * @throws DamageException if {@link #write} did not write the file
     */
    static EntryFacts read(byte[] bytes) throws DamageException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int end = text.lastIndexOf(CHECKSUM);
        if (end < 0 || !text.substring(end).equals(CHECKSUM + Digest.of(utf8(text.substring(0, end))) + "\n")) {
            throw new DamageException(FILE_NAME + " is not as it was written");
        }
        var lines = new Lines(text.substring(0, end));
        if (!lines.one("format").equals(Integer.toString(KernelKey.FORMAT))) {
            throw new DamageException(FILE_NAME + " is of format " + lines.one("format"));
        }
        try {
            return lines.facts();
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new DamageException(FILE_NAME + " has a value that is none: " + e.getMessage());
        }
    }

    /** The values of a file by name. */
    private static final class Lines {
        private final Map<String, List<String>> values = new LinkedHashMap<>();

        Lines(String text) {
            text.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    values.computeIfAbsent(line.substring(0, colon), _ -> new ArrayList<>())
                            .add(unescaped(line.substring(colon + 2)));
                }
            });
        }

        private static String unescaped(String value) {
            return Pattern.compile("\\\\(.)").matcher(value).replaceAll(found -> switch (found.group(1)) {
                case "n" -> "\n";
                case "r" -> "\r";
                default -> Matcher.quoteReplacement(found.group(1));
            });
        }

        List<String> all(String name) {
            return values.getOrDefault(name, List.of());
        }

        String one(String name) throws DamageException {
            if (all(name).size() != 1) {
                throw new DamageException(FILE_NAME + " has " + all(name).size() + " lines '" + name + "'");
            }
            return all(name).getFirst();
        }

        EntryFacts facts() throws DamageException {
            Optional<String> weight = all("weight").isEmpty() ? Optional.empty() : Optional.of(one("weight"));
            var what = new Description(one("formula"), weight, all("alias"), one("reduction"),
                    Integer.parseInt(one("axis")), one("dtype"), one("tiling"));
            return new EntryFacts(one("key"), what, all("option"), one("compiler"),
                    Integer.parseInt(one("architecture")), ImageKind.valueOf(one("kind")), resources(),
                    Instant.parse(one("created")), files());
        }

        private Map<String, Resources> resources() throws DamageException {
            var resources = new LinkedHashMap<String, Resources>();
            for (String value : all("entry point")) {
                Matcher m = matched(RESOURCES, value);
                resources.put(m.group(1), new Resources(
                        number(m, 2), number(m, 3), number(m, 4), number(m, 5), number(m, 6)));
            }
            return resources;
        }

        private Map<String, EntryFacts.FileMark> files() throws DamageException {
            var files = new LinkedHashMap<String, EntryFacts.FileMark>();
            for (String value : all("file")) {
                Matcher m = matched(FILE, value);
                files.put(m.group(1), new EntryFacts.FileMark(Long.parseLong(m.group(2)), m.group(3)));
            }
            return files;
        }

        private static Matcher matched(Pattern pattern, String value) throws DamageException {
            Matcher matcher = pattern.matcher(value);
            if (!matcher.matches()) {
                throw new DamageException(FILE_NAME + " has a line that is none: " + value);
            }
            return matcher;
        }

        private static int number(Matcher matcher, int group) {
            return Integer.parseInt(matcher.group(group));
        }
    }
}
