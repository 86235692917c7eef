package keops.cachetool;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import keops.error.FormulaException;
import keops.text.SourceText;
import keops.text.Suggestion;

/**
 * A line of a {@link RequestFile}, with its position.
 *
 * @param file the file
 * @param number the number of the line, from 1
 * @param text the whole line
 * @param name the text before the colon
 * @param start the start of the value in the text
 */
record RequestLine(Path file, int number, String text, String name, int start) {
    /**
     * Parses a line that is neither blank nor a comment.
     *
     * @param names the known names
     * @throws FormulaException if it is not a known name, a colon and a value
     */
    static RequestLine parse(Path file, int number, String text, List<String> names) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw error(file, number, text, text.length(), "a name and a colon are expected, as in 'formula: Exp(x)'");
        }
        String name = text.substring(0, colon).strip();
        if (!names.contains(name)) {
            throw error(file, number, text, 0, "there is no '" + name + "' here" + Suggestion.of(name, names)
                    + ", but " + String.join(", ", names));
        }
        int start = colon + 1;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
            start++;
        }
        if (start == text.length()) {
            throw error(file, number, text, start, "a value is expected after the colon");
        }
        return new RequestLine(file, number, text, name, start);
    }

    /** The text after the colon. */
    String value() {
        return text.substring(start).stripTrailing();
    }

    /** An error about the value. */
    FormulaException error(String message) {
        return error(file, number, text, start, message);
    }

    /** Interprets the value; errors are reported at this position. */
    <T> T read(Supplier<T> meaning) {
        try {
            return meaning.get();
        } catch (FormulaException e) {
            throw new FormulaException(place(file, number, text, start) + e.getMessage(), e);
        }
    }

    private static FormulaException error(Path file, int number, String text, int offset, String message) {
        return new FormulaException(place(file, number, text, offset)
                + new SourceText(text).error(offset, new FormulaException(SourceText.printable(message))).getMessage());
    }

    private static String place(Path file, int number, String text, int offset) {
        return file + ":" + number + ":" + (text.codePointCount(0, offset) + 1) + ": ";
    }
}
