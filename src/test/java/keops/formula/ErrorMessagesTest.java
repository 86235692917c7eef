package keops.formula;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import keops.Genred;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.tensor.DType;
import keops.tensor.Tensor;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Wrong formulas, aliases and calls, with the exact message of each, from {@code errors.txt}. A section has a title
 * {@code == ...}, a {@code formula:}, one {@code alias:} each, for a wrong call the arguments
 * {@code call: float32 (5, 3)} and perhaps an {@code output:}, and the lines of the message after bars.
 * <code>&#92;u0000</code> is a character.
 */
class ErrorMessagesTest {
    private static final Pattern CHARACTER = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

    /** What is wrong, and what must be said. */
    private static final class Section {
        private final String title;
        private String formula = "";
        private final List<String> aliases = new ArrayList<>();
        private final List<Tensor> arguments = new ArrayList<>();
        private Tensor output;
        private boolean isCall;
        private final List<String> message = new ArrayList<>();

        Section(String title) {
            this.title = title;
        }

        void add(String key, String value) {
            switch (key) {
                case "formula" -> formula = value;
                case "alias" -> aliases.add(value);
                case "output" -> output = tensor(value);
                case "call" -> {
                    isCall = true;
                    Arrays.stream(value.split("(?<=\\)),")).filter(text -> !text.isBlank())
                            .forEach(text -> arguments.add(tensor(text.strip())));
                }
                default -> throw new IllegalArgumentException(title + ": unknown key " + key);
            }
        }

        void run(Arena arena) {
            Genred reduction = Genred.of(formula, aliases.toArray(String[]::new))
                    .axis(1)
                    .backend(Backend.REFERENCE)
                    .build();
            Tensor[] given = arguments.toArray(Tensor[]::new);
            if (output != null) {
                reduction.callInto(output, given);
            } else if (isCall) {
                reduction.call(arena, given);
            }
        }

        void check() {
            try (Arena arena = Arena.ofConfined()) {
                var thrown = assertThrows(FormulaException.class, () -> run(arena), title);
                assertEquals(String.join("\n", message), thrown.getMessage(), title);
            }
        }
    }

    /** {@code float32 (5, 3)}, zeros. */
    private static Tensor tensor(String text) {
        String[] parts = text.split(" ", 2);
        long[] shape = Arrays.stream(parts[1].replaceAll("[() ]", "").split(",")).mapToLong(Long::parseLong).toArray();
        return Tensor.allocate(Arena.ofAuto(), DType.valueOf(parts[0].toUpperCase(java.util.Locale.ROOT)), shape);
    }

    private static List<Section> sections() throws IOException {
        var sections = new ArrayList<Section>();
        try (InputStream in = ErrorMessagesTest.class.getResourceAsStream("errors.txt")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                if (line.startsWith("== ")) {
                    sections.add(new Section(line.substring(3)));
                } else if (line.startsWith("|")) {
                    sections.getLast().message.add(line.length() < 2 ? "" : line.substring(2));
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    int colon = line.indexOf(':');
                    String value = line.substring(Math.min(line.length(), colon + 2));
                    sections.getLast().add(line.substring(0, colon), CHARACTER.matcher(value).replaceAll(
                            m -> String.valueOf((char) Integer.parseInt(m.group(1), 16))));
                }
            });
        }
        return sections;
    }

    @TestFactory
    Stream<DynamicTest> messages() throws IOException {
        return sections().stream().map(section -> DynamicTest.dynamicTest(section.title, section::check));
    }

    @Test
    void thereAreManyAndAllDiffer() throws IOException {
        var titles = new HashSet<String>();
        sections().forEach(section -> assertTrue(titles.add(section.title), section.title));
        System.out.println("wrong formulas, aliases and calls with their messages: " + titles.size());
        assertTrue(titles.size() >= 60);
    }
}
