package keops;

import java.time.Duration;
import java.util.Objects;
import keops.error.FormulaException;

/**
 * What looks on while calls run; what is null was not asked for.
 *
 * @param listener is told how far they have come
 * @param deadline the longest time that a call may take
 */
record Watching(ProgressListener listener, Duration deadline) {
    static final Watching NONE = new Watching(null, null);

    Watching withListener(ProgressListener told) {
        return new Watching(Objects.requireNonNull(told, "listener"), deadline);
    }

    Watching withDeadline(Duration longest) {
        Objects.requireNonNull(longest, "longest");
        if (!longest.isPositive()) {
            throw new FormulaException("the deadline must be after the beginning of the call, but is " + longest);
        }
        return new Watching(listener, longest);
    }

    boolean isNone() {
        return listener == null && deadline == null;
    }

    /** These wishes, and those of another where these leave one open. */
    Watching or(Watching other) {
        return new Watching(listener == null ? other.listener : listener, deadline == null ? other.deadline : deadline);
    }
}
