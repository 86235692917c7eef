package keops;

import java.time.Duration;
import keops.call.Watching;
import keops.error.FormulaException;
import keops.execution.ProgressListener;

/**
 * What goes over the pairs when it is called, and is told who looks on meanwhile: nobody, unless said otherwise. What
 * is made of it, as a gradient is, has the same onlookers.
 *
 * <p>Each is immutable and may be shared by threads, but for builders.
 *
 * @param <T> its own type
 */
public abstract sealed class Watched<T> permits Configurable, Gradient, Hessian, KernelSolve, Tangent {
    Watched() {}

    abstract Watching watching();

    /** The same with other onlookers. */
    abstract T watchedBy(Watching other);

    /** The same, whose calls tell a listener how far they have come, pass by pass; linear systems step by step. */
    public final T progress(ProgressListener listener) {
        return watchedBy(watching().withListener(listener));
    }

    /**
     * The same, whose calls end with a {@link keops.error.CancelledException} if they take longer.
     *
     * @param longest the longest time from the beginning of a call to its end
     * @throws FormulaException if it is not positive
     */
    public final T deadline(Duration longest) {
        return watchedBy(watching().withDeadline(longest));
    }
}
