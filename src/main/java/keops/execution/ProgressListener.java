package keops.execution;

/**
 * Is told how far a call has come: once when it begins, then at most five times a second, and once when it has ended
 * well.
 *
 * <p>The calling thread tells it, in the midst of its own work, so that it should return soon. What it throws ends the
 * call and reaches the caller. Calls that it makes itself are calls of their own.
 */
@FunctionalInterface
public interface ProgressListener {
    /** How far the call has come. */
    void progress(Progress now);
}
