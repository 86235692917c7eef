package keops.call;

import java.time.Duration;
import java.util.Objects;
import keops.error.FormulaException;
import keops.execution.ProgressListener;

/**
 * What looks on while calls run; what is null was not asked for.
 *
 * @param listener is told how far they have come
 * @param deadline the longest time that a call may take
 */
public record Watching(ProgressListener listener, Duration deadline) {
    public static final Watching NONE = new Watching(null, null);

    public Watching withListener(ProgressListener told) {
        return new Watching(Objects.requireNonNull(told, "listener"), deadline);
    }

    public Watching withDeadline(Duration longest) {
        Objects.requireNonNull(longest, "longest");
        if (!longest.isPositive()) {
            throw new FormulaException("the deadline must be after the beginning of the call, but is " + longest);
        }
        return new Watching(listener, longest);
    }

    public boolean isNone() {
        return listener == null && deadline == null;
    }

    /** These wishes, and those of another where these leave one open. */
    public Watching or(Watching other) {
        return new Watching(listener == null ? other.listener : listener, deadline == null ? other.deadline : deadline);
    }
}
