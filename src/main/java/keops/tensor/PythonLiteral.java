package keops.tensor;

import java.util.Arrays;
import java.util.Locale;
import keops.error.FormulaException;

/**
 * Reads, from left to right, the few Python literals that the header of a .npy file is made of: strings, booleans and
 * tuples of integers. It is strict: what NumPy never writes is an error that names the file and the character.
 */
final class PythonLiteral {
    /** The most characters of the file that an error message shows. */
    private static final int SHOWN = 40;

    private final String text;
    private final String file;
    private int at;

    PythonLiteral(String text, String file) {
        this.text = text;
        this.file = file;
    }

    /** The next character that is not blank, without consuming it; NUL at the end. */
    char peek() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** Consumes the expected character, or fails. */
    void expect(char expected) {
        if (!accept(expected)) {
            throw unexpected("'" + expected + "'");
        }
    }

    /** Consumes the given character if it is the next one. */
    boolean accept(char wanted) {
        if (peek() == wanted && at < text.length()) {
            at++;
            return true;
        }
        return false;
    }

    void expectEnd() {
        peek();
        if (at < text.length()) {
            throw unexpected("nothing more");
        }
    }

    /** Reads a string between {@code '} or {@code "}; escapes are not understood. */
    String string() {
        char quote = peek();
        if (quote != '\'' && quote != '"') {
            throw unexpected("a string");
        }
        int end = text.indexOf(quote, at + 1);
        if (end < 0) {
            throw fail("the string has no end");
        }
        String value = text.substring(at + 1, end);
        if (value.indexOf('\\') >= 0 || value.indexOf('\n') >= 0) {
            throw fail("the string " + show(value) + " has an escape or a line break");
        }
        at = end + 1;
        return value;
    }

    /** Reads {@code True} or {@code False}. */
    boolean bool() {
        peek();
        for (boolean value : new boolean[] {true, false}) {
            String word = value ? "True" : "False";
            int end = at + word.length();
            if (text.startsWith(word, at)
                    && (end == text.length() || !Character.isJavaIdentifierPart(text.charAt(end)))) {
                at = end;
                return value;
            }
        }
        throw unexpected("True or False");
    }

    /** Reads a tuple of integers: {@code ()}, {@code (3,)}, {@code (3, 4)}. */
    long[] tuple() {
        expect('(');
        long[] values = new long[4];
        int length = 0;
        boolean comma = true;
        while (!accept(')')) {
            if (!comma) {
                throw unexpected("',' or ')'");
            }
            if (length == values.length) {
                values = Arrays.copyOf(values, 2 * length);
            }
            values[length++] = integer();
            comma = accept(',');
        }
        if (length == 1 && !comma) {
            throw fail("(" + values[0] + ") is a number in Python; a tuple of one is (" + values[0] + ",)");
        }
        return Arrays.copyOf(values, length);
    }

    /** Reads decimal digits, with an optional sign and an optional suffix L, as in Python 2. */
    private long integer() {
        peek();
        int begin = at;
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
        }
        int digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == digits) {
            throw unexpected("an integer");
        }
        if (text.charAt(digits) == '0' && at > digits + 1) {
            throw fail("the integer " + show(text.substring(begin, at)) + " begins with 0");
        }
        String number = text.substring(begin, at);
        if (at < text.length() && text.charAt(at) == 'L') {
            at++;
        }
        try {
            return Long.parseLong(number);
        } catch (NumberFormatException e) {
            throw new FormulaException(where() + "the integer " + show(number) + " does not fit into 64 bits", e);
        }
    }

    /** An error at the current position. */
    FormulaException fail(String message) {
        return new FormulaException(where() + message);
    }

    private FormulaException unexpected(String expected) {
        peek();
        String found = at == text.length() ? "its end" : character(text.charAt(at));
        return fail("expected " + expected + ", but found " + found);
    }

    private String where() {
        return file + ": in the header, at character " + at + ": ";
    }

    /** A text from the file, quoted, cut to a length that fits into a message and without control characters. */
    static String show(String text) {
        StringBuilder shown = new StringBuilder("'");
        for (int i = 0; i < Math.min(text.length(), SHOWN); i++) {
            char c = text.charAt(i);
            shown.append(isPlain(c) ? c : '?');
        }
        return shown.append(text.length() > SHOWN ? "...'" : "'").toString();
    }

    private static String character(char c) {
        return isPlain(c) ? "'" + c + "'" : String.format(Locale.ROOT, "the character U+%04X", (int) c);
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c <= '~';
    }
}
