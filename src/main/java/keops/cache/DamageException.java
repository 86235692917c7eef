package keops.cache;

/** An entry is not what was written: the message says in what. */
final class DamageException extends Exception {
    private static final long serialVersionUID = 1L;

    DamageException(String message) {
        super(message);
    }
}
