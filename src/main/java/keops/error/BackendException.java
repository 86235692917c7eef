package keops.error;

/** The back end that was asked for cannot run on this machine; the message says why and what to do. */
public final class BackendException extends KeopsException {
    private static final long serialVersionUID = 1L;

    /** An exception with a message made for people. */
    public BackendException(String message) {
        super(message);
    }
}
