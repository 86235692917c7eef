package keops.text;

import java.util.Locale;
import keops.error.FormulaException;

/** A text that a user wrote, and errors that point into it. Immutable. */
public record SourceText(String text) {
    private static final int WINDOW = 100;

    /** An error at a character, counted from 0: the message, the text and a caret under the place. */
    public FormulaException error(int offset, String message) {
        return error(offset, message, "");
    }

    /** An error whose message continues after the excerpt. */
    public FormulaException error(int offset, String message, String afterPlace) {
        return new FormulaException(
                message + " at column " + (column(offset) + 1) + afterPlace + "\n" + excerpt(column(offset)));
    }

    /** A semantic error: the message of a failed check, at the place of the operator. */
    public FormulaException error(int offset, FormulaException cause) {
        return new FormulaException(cause.getMessage() + "\n" + excerpt(column(offset)), cause);
    }

    /** The column of an offset, in code points. */
    private int column(int offset) {
        return text.codePointCount(0, offset);
    }

    /** The text, cut to a window where it is long, with a caret under one column. */
    private String excerpt(int column) {
        int[] characters = text.codePoints().toArray();
        int from = Math.clamp(column - WINDOW / 2, 0, Math.max(0, characters.length - WINDOW));
        int to = Math.min(characters.length, from + WINDOW);
        String lead = from > 0 ? "..." : "";
        String shown = printable(new String(characters, from, to - from));
        return "  " + lead + shown + (to < characters.length ? "..." : "") + "\n  "
                + " ".repeat(lead.length() + column - from) + "^";
    }

    /** Replaces each character that would break the line, the caret or the terminal by a blank. */
    public static String printable(String text) {
        var shown = new StringBuilder(text.length());
        text.codePoints().forEach(c -> shown.appendCodePoint(isVisible(c) ? c : ' '));
        return shown.toString();
    }

    /**
     * A character for messages: {@code '#'}, or its code point if it is not printable or easily confused with another.
     */
    public static String named(int character) {
        String shown = isVisible(character) ? "'" + Character.toString(character) + "'" : "";
        return character < 128 && !shown.isEmpty()
                ? shown
                : (shown + String.format(Locale.ROOT, " (U+%04X)", character)).strip();
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED, Character.PRIVATE_USE,
                    Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> false;
            default -> true;
        };
    }
}
