package keops.error;

/** The base of every exception that this library throws on purpose. */
public class KeopsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An exception with a message made for people. */
    public KeopsException(String message) {
        super(message);
    }

    /** An exception with a message made for people and the failure below it. */
    public KeopsException(String message, Throwable cause) {
        super(message, cause);
    }
}
