package keops.text;

import java.util.ArrayList;
import java.util.List;
import keops.error.FormulaException;

/** Splits a text into tokens: names, numbers and signs. */
final class Lexer {
    /**
     * The longest text in characters. It is far above what anybody writes, and keeps hostile text from exhausting
     * memory.
     */
    private static final int LENGTH = 100_000;
    private static final List<String> SIGNS = List.of(
            "**", "==", "!=", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "|", "(", ")", "[", "]", ",", ":");

    private Lexer() {}

    /** The tokens; the last one is of kind END. */
    static List<Token> tokens(SourceText source) {
        String text = source.text();
        if (text.length() > LENGTH) {
            throw new FormulaException(
                    "a text of " + text.length() + " characters is too long (at most " + LENGTH + ")");
        }
        var tokens = new ArrayList<Token>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            Token token;
            if (isLetter(c)) {
                token = new Token(Token.Kind.NAME, text.substring(at, endOfName(text, at)), at);
            } else if (isDigit(c) || c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1))) {
                token = number(source, at);
            } else {
                token = sign(source, at);
            }
            tokens.add(token);
            at += token.text().length();
        }
        tokens.add(new Token(Token.Kind.END, "", text.length()));
        return tokens;
    }

    private static int endOfName(String text, int from) {
        int at = from;
        while (at < text.length() && (isLetter(text.charAt(at)) || isDigit(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    /** Digits, an optional fraction and an optional exponent. */
    private static Token number(SourceText source, int from) {
        String text = source.text();
        int at = digits(text, from);
        if (at < text.length() && text.charAt(at) == '.') {
            at = digits(text, at + 1);
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            if (exponent < text.length() && isDigit(text.charAt(exponent))) {
                at = digits(text, exponent);
            }
        }
        if (at < text.length() && isLetter(text.charAt(at))) {
            int end = endOfName(text, at);
            throw source.error(from, "'" + TokenReader.shortened(text.substring(from, end))
                    + "' is neither a number nor a name");
        }
        return new Token(Token.Kind.NUMBER, text.substring(from, at), from);
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static Token sign(SourceText source, int at) {
        for (String sign : SIGNS) {
            if (source.text().startsWith(sign, at)) {
                return new Token(Token.Kind.SIGN, sign, at);
            }
        }
        if (source.text().charAt(at) == '^') {
            throw source.error(at, "unexpected character '^': a power is written **, as in x**2");
        }
        throw source.error(at, "unexpected character " + SourceText.named(source.text().codePointAt(at)));
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
