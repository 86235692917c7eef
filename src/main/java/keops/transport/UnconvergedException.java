package keops.transport;

import keops.error.KeopsException;

/**
 * A Sinkhorn iteration has not come as close as was asked for. The work is not lost: the exception has the plan that
 * was reached.
 *
 * <p>It is immutable.
 */
public final class UnconvergedException extends KeopsException {
    private static final long serialVersionUID = 1L;

    private final transient TransportPlan plan;

    UnconvergedException(String message, TransportPlan plan) {
        super(message);
        this.plan = plan;
    }

    /** The plan that was reached, with its {@link TransportPlan#marginalError}. */
    public TransportPlan plan() {
        return plan;
    }
}
