package keops.error;

/** The base class of the exceptions that this library throws. Threads may share it. */
public class KeopsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Constructs an exception with a message for users. */
    public KeopsException(String message) {
        super(message);
    }

    /** Constructs an exception with a message for users and its cause. */
    public KeopsException(String message, Throwable cause) {
        super(message, cause);
    }
}
