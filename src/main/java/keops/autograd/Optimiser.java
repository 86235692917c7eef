package keops.autograd;

/**
 * Minimises an {@link Objective} by updating its parameters, which are tensors of the caller, in place. Each evaluation
 * uses a new tape, whose memory is freed at its end.
 *
 * {@snippet :
 * var adam = new Adam(List.of(centres, weights), 0.1);
 * for (int k = 0; k < 500; k++) {
 *     double loss = adam.step((tape, p) -> Reductions.of(logLikelihood, p.get(0), p.get(1), tape.constant(x)).mean());
 * }
 * }
 *
 * <p>Optimisers are not thread-safe.
 */
public sealed interface Optimiser permits GradientStep, Lbfgs {
    /**
     * Performs a step.
     *
     * @param objective the function to minimise
     * @return the value before the step
     * @throws keops.error.FormulaException if the value has not one element, or depends on no variable, or a parameter
     *     cannot be written
     */
    double step(Objective objective);
}
