package keops.examples.shape;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import keops.error.FormulaException;

/**
 * What a PLY file says of itself: how numbers are written, and which follow.
 *
 * @param format how numbers are written
 * @param elements what follows, in order
 * @param lines how many lines the header has
 */
record PlyHeader(Ply.Format format, List<Element> elements, int lines) {
    private static final int MOST_BYTES = 1 << 16;

    /** Rows of numbers, like vertices; {@code line} is where the header tells of them. */
    record Element(String name, long count, List<Property> properties, int line) {}

    /** A number of each row, or with a type of counts a list of numbers. */
    record Property(String name, PlyType type, Optional<PlyType> ofCounts) {
        /** The fewest bytes that it takes in a row. */
        int leastBytes(Ply.Format format) {
            // A digit, and what separates it from the next one.
            return format == Ply.Format.ASCII ? 2 : ofCounts.orElse(type).bytes();
        }
    }

    /** Reads the header; then the bytes are those of the elements. */
    static PlyHeader read(String file, ByteBuffer bytes) {
        return new Parser(file, bytes).parse();
    }

    private static final class Parser {
        private final String file;
        private final ByteBuffer bytes;
        private final List<Element> elements = new ArrayList<>();
        private Ply.Format format;
        private int line;

        Parser(String file, ByteBuffer bytes) {
            this.file = file;
            this.bytes = bytes;
        }

        PlyHeader parse() {
            if (!nextLine().equals("ply")) {
                throw new FormulaException(file + ": it is no PLY file: its first line must be 'ply'");
            }
            for (String text = nextLine(); !text.equals("end_header"); text = nextLine()) {
                String[] words = text.split("\\s+");
                switch (words[0]) {
                    case "format" -> format = format(words);
                    case "element" -> addElement(words);
                    case "property" -> addProperty(words);
                    case "comment", "obj_info", "" -> {}
                    default -> throw error("'format', 'element', 'property', 'comment' or 'end_header' is expected, "
                            + "but '" + shown(words[0]) + "' came");
                }
            }
            if (format == null) {
                throw error("the header must say the format, as in 'format ascii 1.0'");
            }
            return new PlyHeader(format, elements, line);
        }

        private String nextLine() {
            line++;
            int start = bytes.position();
            while (bytes.hasRemaining() && bytes.position() < MOST_BYTES) {
                if (bytes.get() == '\n') {
                    byte[] text = new byte[bytes.position() - start - 1];
                    bytes.get(start, text);
                    return new String(text, StandardCharsets.ISO_8859_1).strip();
                }
            }
            if (line == 1) {
                return "";
            }
            throw error("the header must end by 'end_header' within " + MOST_BYTES + " bytes, but does not");
        }

        private Ply.Format format(String... words) {
            if (format != null || words.length != 3 || !words[2].equals("1.0")) {
                throw error("one line 'format NAME 1.0' is expected");
            }
            return Arrays.stream(Ply.Format.values()).filter(known -> known.text().equals(words[1])).findAny()
                    .orElseThrow(() -> error("the format must be one of " + Arrays.stream(Ply.Format.values())
                            .map(Ply.Format::text).toList() + ", but is '" + shown(words[1]) + "'"));
        }

        private void addElement(String... words) {
            if (words.length != 3 || !words[2].matches("[0-9]{1,18}")) {
                throw error("'element NAME COUNT' with a count from 0 on is expected");
            }
            if (elements.stream().anyMatch(element -> element.name().equals(words[1]))) {
                throw error("there are two elements '" + shown(words[1]) + "'");
            }
            elements.add(new Element(words[1], Long.parseLong(words[2]), new ArrayList<>(), line));
        }

        private void addProperty(String... words) {
            boolean isList = words.length == 5 && words[1].equals("list");
            if (!isList && words.length != 3) {
                throw error("'property TYPE NAME' or 'property list TYPE TYPE NAME' is expected");
            }
            if (elements.isEmpty()) {
                throw error("a property is that of an element, but no element came before");
            }
            String name = words[words.length - 1];
            var property = new Property(name, type(words[words.length - 2]),
                    isList ? Optional.of(type(words[2])) : Optional.empty());
            if (property.ofCounts().isPresent() && !property.ofCounts().get().isInteger()) {
                throw error("lists are counted by integers, but the type is " + property.ofCounts().get());
            }
            List<Property> properties = elements.getLast().properties();
            if (properties.stream().anyMatch(other -> other.name().equals(name))) {
                throw error("there are two properties '" + shown(name) + "'");
            }
            properties.add(property);
        }

        private PlyType type(String name) {
            return PlyType.of(name).orElseThrow(() -> error("the type must be one of "
                    + Arrays.toString(PlyType.values()) + ", but is '" + shown(name) + "'"));
        }

        private FormulaException error(String what) {
            return new FormulaException(file + ": line " + line + ": " + what);
        }
    }

    /** A word of a file, which may be long or have characters that a terminal obeys. */
    static String shown(String word) {
        String safe = word.replaceAll("[^\\x20-\\x7e]", "?");
        return safe.length() <= 40 ? safe : safe.substring(0, 40) + "...";
    }

    /** The element with this name, if it has one. */
    Optional<Element> element(String name) {
        return elements.stream().filter(element -> element.name().equals(name)).findAny();
    }
}
