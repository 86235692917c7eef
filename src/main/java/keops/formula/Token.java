package keops.formula;

/**
 * A piece of a formula's text.
 *
 * @param kind what it is
 * @param text as it was written
 * @param offset where it starts, from 0
 */
record Token(Kind kind, String text, int offset) {
    enum Kind {
        NAME,
        NUMBER,
        SIGN,
        END
    }

    boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** For messages: {@code ')'} or "the end of the text". */
    String shown() {
        return kind == Kind.END ? "the end of the text" : "'" + TokenReader.shortened(text) + "'";
    }
}
