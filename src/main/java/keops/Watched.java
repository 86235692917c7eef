package keops;

import java.time.Duration;
import keops.error.FormulaException;

/**
 * What computes by several passes over the pairs, and is told who looks on meanwhile. Unless said otherwise, that is who
 * looks on at the reduction that it was made of.
 *
 * @param <T> its own type
 */
public abstract sealed class Watched<T> permits Gradient, Hessian, KernelSolve, Tangent {
    private final Watching watching;

    Watched(Watching watching) {
        this.watching = watching;
    }

    Watching watching() {
        return watching;
    }

    /** The same with other onlookers. */
    abstract T watchedBy(Watching other);

    /** The same, whose calls tell a listener how far they have come, pass by pass; linear systems step by step. */
    public final T progress(ProgressListener listener) {
        return watchedBy(watching.withListener(listener));
    }

    /**
     * The same, whose calls end with a {@link keops.error.CancelledException} if they take longer.
     *
     * @param longest the longest time from the beginning of a call to its end
     * @throws FormulaException if it is not positive
     */
    public final T deadline(Duration longest) {
        return watchedBy(watching.withDeadline(longest));
    }
}
