package keops.cache;

/** Thrown if an entry is damaged; the message says how. */
final class DamageException extends Exception {
    private static final long serialVersionUID = 1L;

    DamageException(String message) {
        super(message);
    }
}
