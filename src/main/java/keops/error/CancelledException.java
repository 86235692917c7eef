package keops.error;

/**
 * Thrown if a call ended before its results were complete, because its thread was interrupted or its deadline passed.
 * Its threads, memory and locks have been released. Outputs given by the caller are in an undefined state: some rows
 * may be results, others what was there before. If the thread was interrupted, its interrupt status is still set. If
 * the call solved a linear system, the {@linkplain #getCause cause} is a {@code keops.UnsolvedException} with the best
 * solution so far; otherwise there is no cause.
 */
public final class CancelledException extends KeopsException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** The reasons why a call ends early. */
    public enum Reason {
        /** The thread that made the call was interrupted. */
        INTERRUPTED,
        /** The deadline of the call passed. */
        DEADLINE
    }

    /** Constructs an exception with a message for users. */
    public CancelledException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * Constructs an exception with a message for users and the result of the work so far.
     *
     * @param cause holds the result so far; null for none
     */
    public CancelledException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The exception of a call whose thread was interrupted. */
    public static CancelledException interrupted() {
        return new CancelledException(
                Reason.INTERRUPTED, "the call was interrupted before it had ended: its outputs are not whole");
    }

    /** Why the call ended. */
    public Reason reason() {
        return reason;
    }
}
