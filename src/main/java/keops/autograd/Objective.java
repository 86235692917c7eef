package keops.autograd;

import java.util.List;

/** A number to make small, as a computation on a tape. */
@FunctionalInterface
public interface Objective {
    /**
     * Computes the number.
     *
     * @param tape the tape
     * @param parameters the parameters of the optimiser, as variables of the tape
     * @return one number
     */
    TapeVariable loss(Tape tape, List<TapeVariable> parameters);
}
