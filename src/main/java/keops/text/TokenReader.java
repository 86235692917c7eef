package keops.text;

import java.util.List;
import java.util.Objects;
import keops.error.FormulaException;

/** A reader of tokens, shared by the parsers of formulas, of aliases and of kernel names. Not thread-safe. */
public final class TokenReader {
    private final SourceText source;
    private final List<Token> tokens;
    private int next;

    /** Splits a text into tokens; an error if a character belongs to none. */
    public TokenReader(String text) {
        Objects.requireNonNull(text, "text");
        this.source = new SourceText(text);
        this.tokens = Lexer.tokens(source);
    }

    /** The text, for errors that point into it. */
    public SourceText source() {
        return source;
    }

    /** The next token. */
    public Token peek() {
        return tokens.get(next);
    }

    /** The token after the next one. */
    public Token peekAfter() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    /** Consumes the next token. */
    public Token take() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            next++;
        }
        return token;
    }

    /** Consumes the next token if it is the given sign. */
    public boolean takeIf(String sign) {
        if (peek().is(sign)) {
            next++;
            return true;
        }
        return false;
    }

    /** Consumes the next token, which must be the given sign. */
    public Token expect(String sign) {
        if (!peek().is(sign)) {
            throw unexpected("'" + sign + "'");
        }
        return take();
    }

    /** Checks that all tokens were consumed. */
    public void expectEnd(String expected) {
        if (peek().kind() != Token.Kind.END) {
            throw unexpected(expected);
        }
    }

    /** Consumes an integer, with an optional sign where one is allowed. */
    public int expectInteger(boolean signed) {
        boolean negative = signed && takeIf("-");
        Token token = peek();
        if (token.kind() != Token.Kind.NUMBER) {
            throw unexpected("a whole number");
        }
        take();
        try {
            return Integer.parseInt((negative ? "-" : "") + token.text());
        } catch (NumberFormatException e) {
            throw source.error(token.offset(), token.text().chars().allMatch(Character::isDigit)
                    ? "the number " + shortened(token.text()) + " is too large"
                    : "a whole number is expected, but '" + shortened(token.text()) + "' came");
        }
    }

    /** A text shortened to fit into a message. */
    public static String shortened(String text) {
        return text.length() <= 24 ? text : text.substring(0, 20) + "...";
    }

    /** The error that something else was expected in place of the next token. */
    public FormulaException unexpected(String expected) {
        Token token = peek();
        return source.error(token.offset(), expected + " is expected, but " + token.shown() + " came");
    }
}
