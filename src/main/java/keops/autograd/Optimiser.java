package keops.autograd;

/**
 * What makes an {@link Objective} small by moving its parameters, which are tensors of the caller and are written in
 * place. Each evaluation has a tape of its own, whose memory is freed at once.
 *
 * {@snippet :
 * var adam = new Adam(List.of(centres, weights), 0.1);
 * for (int k = 0; k < 500; k++) {
 *     double loss = adam.step((tape, p) -> Reductions.of(logLikelihood, p.get(0), p.get(1), tape.constant(x)).mean());
 * }
 * }
 *
 * <p>An optimiser is not for many threads at once.
 */
public sealed interface Optimiser permits GradientStep, Lbfgs {
    /**
     * One step.
     *
     * @param objective what to make small
     * @return its value before the step
     * @throws keops.error.FormulaException if it is not one number, or a parameter cannot be written
     */
    double step(Objective objective);
}
