package keops.transport;

import java.time.Duration;
import java.util.Objects;
import keops.Genred;
import keops.error.BackendException;
import keops.error.FormulaException;
import keops.execution.Backend;
import keops.execution.ProgressListener;

/**
 * Where and how a loss is computed, under the names that {@link keops.Configurable} has. Each method gives another
 * loss; they are immutable, and threads may share them.
 *
 * @param <T> its own type
 */
public abstract sealed class ConfigurableLoss<T> implements GeometricLoss permits KernelNorm, SinkhornDivergence {
    private final Where where;

    ConfigurableLoss(Where where) {
        this.where = where;
    }

    Where where() {
        return where;
    }

    abstract T with(Where other);

    /**
     * The same on a back end, as {@link Genred#backend(Backend)}.
     *
     * @throws BackendException if it cannot run in this JVM or on this machine
     */
    public final T backend(Backend wanted) {
        Objects.requireNonNull(wanted, "wanted");
        return with(where.with(builder -> builder.backend(wanted)));
    }

    /**
     * The same on a back end, by its name, as {@link Genred#backend(String)}.
     *
     * @throws BackendException if there is none of that name, or it cannot run in this JVM or on this machine
     */
    public final T backend(String name) {
        return backend(Backend.named(name));
    }

    /**
     * The same on the GPU of a number, as {@link Genred#device}.
     *
     * @throws BackendException if there is no such GPU, with what this machine lacks
     */
    public final T device(int number) {
        return with(where.with(builder -> builder.device(number)));
    }

    /**
     * The same with at most so many threads, as {@link Genred#threads}.
     *
     * @throws FormulaException if it is less than 1
     */
    public final T threads(int most) {
        return with(where.with(builder -> builder.threads(most)));
    }

    /**
     * The same, whose calls tell a listener how far they have come, pass by pass; the {@linkplain
     * keops.execution.Progress#step step} of a Sinkhorn divergence is that of the iteration, with the error of the
     * marginals.
     */
    public final T progress(ProgressListener listener) {
        return with(where.watchedBy(where.watching().withListener(listener)));
    }

    /**
     * The same, whose calls end with a {@link keops.error.CancelledException} if they take longer.
     *
     * @throws FormulaException if it is not positive
     */
    public final T deadline(Duration longest) {
        return with(where.watchedBy(where.watching().withDeadline(longest)));
    }
}
