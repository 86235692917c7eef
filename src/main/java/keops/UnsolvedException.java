package keops;

import keops.error.KeopsException;
import keops.tensor.Tensor;

/**
 * A linear system is not solved as well as was asked for. The work is not lost: the exception has the best that was
 * found, and how far it is from a solution. Where an interrupt or a deadline has ended the call, it is the cause of the
 * {@link keops.error.CancelledException}.
 *
 * {@snippet :
 * try {
 *     a = solve.deadline(Duration.ofSeconds(10)).call(arena, g, x, x, b);
 * } catch (CancelledException e) {
 *     if (e.getCause() instanceof UnsolvedException unsolved) {
 *         a = unsolved.best();
 *     }
 * }
 * }
 *
 * <p>It is immutable, but for the elements of its tensor.
 */
public final class UnsolvedException extends KeopsException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient Tensor best;
    private final double residual;
    private final long steps;

    /** What kept the system from being solved. */
    public enum Reason {
        /** It takes more steps: the system is ill-conditioned. */
        STEPS,
        /** Rounding errors are as large as what is left of the right-hand side: in this type it comes no closer. */
        ROUNDING,
        /** The matrix is not positive definite. */
        NOT_POSITIVE,
        /** The call was ended, by an interrupt or its deadline; this is the cause of what says so. */
        CANCELLED,
        /** A product with the matrix has infinities or NaN, though what it was taken of is finite. */
        NOT_FINITE
    }

    UnsolvedException(String message, Reason reason, Tensor best, double residual, long steps) {
        super(message);
        this.reason = reason;
        this.best = best;
        this.residual = residual;
        this.steps = steps;
    }

    /** What kept the system from being solved. */
    public Reason reason() {
        return reason;
    }

    /** The best that was found: like the solution, on the host, in memory that is collected with it. */
    public Tensor best() {
        return best;
    }

    /** What {@link #best} leaves of the right-hand side, as {@link KernelSolve#eps} measures it. */
    public double residual() {
        return residual;
    }

    /** The steps that were taken. */
    public long steps() {
        return steps;
    }
}
