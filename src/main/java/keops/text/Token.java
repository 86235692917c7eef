package keops.text;

/**
 * A piece of a formula's text.
 *
 * @param kind what it is
 * @param text as it was written
 * @param offset where it starts, from 0
 */
public record Token(Kind kind, String text, int offset) {
    /** What a piece is. */
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

    /** Whether it is this sign. */
    public boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** For messages: {@code ')'} or "the end of the text". */
    public String shown() {
        return kind == Kind.END ? "the end of the text" : "'" + TokenReader.shortened(text) + "'";
    }
}
