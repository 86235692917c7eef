package keops.execution;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How far a call has come. Gradients, linear systems and other calls of several parts go over the pairs several times:
 * the numbers of rows and pairs are those of the pass at hand, and begin anew with the next.
 *
 * <p>It is immutable.
 *
 * @param pass the number of the pass at hand, from 1
 * @param rowsDone the rows of the results that are written
 * @param rows the rows that the pass will write, those of all elements of a batch
 * @param pairsDone the pairs (i, j) whose formula was computed
 * @param pairs the pairs of the pass
 * @param pairsPerSecond the mean speed of the pass so far; 0 where nothing is done yet
 * @param elapsed since the call began
 * @param step of a linear system, or of a Sinkhorn iteration, the step at hand; empty for all else
 * @param backends where that was computed which is done, in the order of first use: with {@link Backend#AUTO} they tell
 *     what that came to, {@link Backend#REFERENCE} among them where a formula is too large for {@link Backend#CPU}
 */
public record Progress(long pass, long rowsDone, long rows, long pairsDone, long pairs, double pairsPerSecond,
        Duration elapsed, Optional<Step> step, List<Backend> backends) {
    private static final double NANOS_PER_SECOND = 1e9;

    /** With a list of its own. */
    public Progress {
        backends = List.copyOf(backends);
    }

    /**
     * A step of conjugate gradients, which takes one pass, or of a Sinkhorn iteration, which takes some.
     *
     * @param number the number of steps so far
     * @param residual what is left of the right-hand side, as {@code KernelSolve.eps} measures it; or the error of the
     *     marginals, as {@code SinkhornDivergence.tolerance} does
     */
    public record Step(long number, double residual) {}

    /** The part of the pass that is done, from 0 to 1. */
    public double fraction() {
        return pairs == 0 ? 1 : (double) pairsDone / pairs;
    }

    /** The time that the pass still takes at its mean speed; empty where nothing is done yet, and in iterations. */
    public Optional<Duration> remaining() {
        return pairsPerSecond > 0 && step.isEmpty()
                ? Optional.of(Duration.ofNanos((long) ((pairs - pairsDone) / pairsPerSecond * NANOS_PER_SECOND)))
                : Optional.empty();
    }
}
