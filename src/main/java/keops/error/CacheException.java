package keops.error;

/**
 * Thrown if the store of compiled kernels cannot do what was asked for; the message says why and what to do. Threads
 * may share it.
 */
public final class CacheException extends KeopsException {
    private static final long serialVersionUID = 1L;

    /** Constructs an exception with a message for users. */
    public CacheException(String message) {
        super(message);
    }

    /** Constructs an exception with a message for users and its cause. */
    public CacheException(String message, Throwable cause) {
        super(message, cause);
    }
}
