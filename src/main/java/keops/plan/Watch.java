package keops.plan;

/**
 * Looks after one call while it runs: whether it shall go on, and how far it has come. All threads of a call may use
 * it, as often as some hundred times a millisecond and so seldom as some times in a hundred.
 */
public interface Watch {
    /**
     * Goes on, or ends the call; on the calling thread it may tell how far the call has come.
     *
     * @throws keops.error.CancelledException if the calling thread was interrupted or the deadline has passed
     * @throws java.util.concurrent.CancellationException if another thread of the call has failed
     */
    void check();

    /** Takes note of an interrupt of the calling thread that has cleared its flag. */
    void interrupt();

    /** Ends the work of all threads of the call at their next {@link #check}, since one has failed. */
    void stop();

    /** Whether anybody wants to know how far the call has come. */
    boolean isCounted();

    /** Takes note of some rows that are written, and of some pairs that are computed. */
    void count(long rows, long pairs);

    /** Takes note of work that was not known of when the call began. */
    void expect(long rows, long pairs);
}
