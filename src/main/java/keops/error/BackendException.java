package keops.error;

/**
 * Thrown if the requested back end cannot run on this machine; the message says why and what to do. Threads may share
 * it.
 */
public final class BackendException extends KeopsException {
    private static final long serialVersionUID = 1L;

    /** Constructs an exception with a message for users. */
    public BackendException(String message) {
        super(message);
    }
}
