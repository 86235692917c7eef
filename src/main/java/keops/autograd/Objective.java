package keops.autograd;

import java.util.List;

/** A function to minimise, as a computation on a tape. It is called by the thread that calls the optimiser. */
@FunctionalInterface
public interface Objective {
    /**
     * Computes the value of the function.
     *
     * @param tape the tape
     * @param parameters the parameters of the optimiser, as variables of the tape
     * @return a variable with one element that depends on the parameters
     */
    TapeVariable loss(Tape tape, List<TapeVariable> parameters);
}
