package keops.error;

/** The store of compiled kernels cannot do what it was asked for; the message says why and what to do. */
public final class CacheException extends KeopsException {
    private static final long serialVersionUID = 1L;

    /** An exception with a message made for people. */
    public CacheException(String message) {
        super(message);
    }

    /** An exception with a message made for people and the failure below it. */
    public CacheException(String message, Throwable cause) {
        super(message, cause);
    }
}
