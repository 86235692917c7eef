package keops.error;

/**
 * A call has ended before its results were whole, because its thread was interrupted or its deadline has passed. All that
 * it had taken is given back: threads, memory, locks. Outputs that the caller had given are in no defined state: some rows
 * may be results, others what was there before. Where the thread was interrupted, its interrupt flag stays set. The
 * {@linkplain #getCause cause} of one that ends a linear system is a {@code keops.UnsolvedException}, which has the best
 * solution that was found until then; others have none.
 */
public final class CancelledException extends KeopsException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a call has ended early. */
    public enum Reason {
        /** The thread that made the call was interrupted. */
        INTERRUPTED,
        /** The deadline of the call has passed. */
        DEADLINE
    }

    /** An exception with a message made for people. */
    public CancelledException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /**
     * An exception with a message made for people, and what has become of the work so far.
     *
     * @param cause has the work; null for none
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

    /** Why the call has ended. */
    public Reason reason() {
        return reason;
    }
}
