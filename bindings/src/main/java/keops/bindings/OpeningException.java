package keops.bindings;

/** The loader refused to open a library; the message is its answer. */
final class OpeningException extends Exception {
    private static final long serialVersionUID = 1L;

    OpeningException(String message) {
        super(message);
    }
}
