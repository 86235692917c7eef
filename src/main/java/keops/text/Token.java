package keops.text;

/**
 * A token of a text. Immutable.
 *
 * @param kind its kind
 * @param text the characters as written
 * @param offset where it starts, from 0
 */
public record Token(Kind kind, String text, int offset) {
    /** The kinds of tokens. */
    public enum Kind {
        /** Letters, digits and underscores. */
        NAME,
        /** An unsigned number. */
        NUMBER,
        /** An operator or a bracket. */
        SIGN,
        /** The end of the text. */
        END
    }

    /** Whether this is the given sign. */
    public boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** The token for messages: {@code ')'} or "the end of the text". */
    public String shown() {
        return kind == Kind.END ? "the end of the text" : "'" + TokenReader.shortened(text) + "'";
    }
}
