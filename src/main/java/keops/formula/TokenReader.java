package keops.formula;

import java.util.List;
import keops.error.FormulaException;

/** Walks over tokens; what the parsers of formulas and of aliases share. */
final class TokenReader {
    private final SourceText source;
    private final List<Token> tokens;
    private int next;

    TokenReader(String text) {
        this.source = new SourceText(text);
        this.tokens = Lexer.tokens(source);
    }

    SourceText source() {
        return source;
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekAfter() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        if (token.kind() != Token.Kind.END) {
            next++;
        }
        return token;
    }

    boolean takeIf(String sign) {
        if (peek().is(sign)) {
            next++;
            return true;
        }
        return false;
    }

    Token expect(String sign) {
        if (!peek().is(sign)) {
            throw unexpected("'" + sign + "'");
        }
        return take();
    }

    void expectEnd(String expected) {
        if (peek().kind() != Token.Kind.END) {
            throw unexpected(expected);
        }
    }

    /** A whole number, with its sign where one is allowed. */
    int expectInteger(boolean signed) {
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

    static String shortened(String text) {
        return text.length() <= 24 ? text : text.substring(0, 20) + "...";
    }

    FormulaException unexpected(String expected) {
        Token token = peek();
        return source.error(token.offset(), expected + " is expected, but " + token.shown() + " came");
    }
}
