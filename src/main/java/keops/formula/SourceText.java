package keops.formula;

import keops.error.FormulaException;

/** A text that a user wrote, and errors that point into it. */
record SourceText(String text) {
    private static final int WINDOW = 100;

    /** An error at a character, counted from 0: the message, the text and a caret under the place. */
    FormulaException error(int offset, String message) {
        return error(offset, message, "");
    }

    /** An error whose message goes on after the place. */
    FormulaException error(int offset, String message, String afterPlace) {
        return new FormulaException(message + " at column " + (offset + 1) + afterPlace + "\n" + excerpt(offset));
    }

    /** An error of the meaning: the message of a node's own check, and the place of its operator. */
    FormulaException error(int offset, FormulaException cause) {
        return new FormulaException(cause.getMessage() + "\n" + excerpt(offset), cause);
    }

    /** The text, cut to a window where it is long, with a caret under one character. */
    private String excerpt(int offset) {
        int from = text.length() <= WINDOW ? 0 : Math.clamp(offset - WINDOW / 2, 0, text.length() - WINDOW);
        int to = Math.min(text.length(), from + WINDOW);
        String lead = from > 0 ? "..." : "";
        String shown = printable(text.substring(from, to));
        return "  " + lead + shown + (to < text.length() ? "..." : "") + "\n  "
                + " ".repeat(lead.length() + offset - from) + "^";
    }

    /** Keeps one column per character: control characters would break the line or the terminal. */
    static String printable(String text) {
        var shown = new StringBuilder(text.length());
        text.chars().forEach(c -> shown.append(Character.isISOControl(c) ? ' ' : (char) c));
        return shown.toString();
    }
}
