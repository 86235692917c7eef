package keops.examples.lddmm;

import java.util.ArrayList;
import java.util.List;
import keops.Genred;
import keops.autograd.Reductions;
import keops.autograd.TapeVariable;

/**
 * Geodesics of diffeomorphisms: points q with momenta p move by Hamilton's equations for {@code H(q, p) = 1/2 sum_ij
 * k(q_i, q_j) (p_i | p_j)}, with the Gaussian kernel {@code k(x, y) = exp(-|x - y|^2 / width^2)}.
 *
 * @param width the width of the kernel: how far a point carries others with it
 * @param steps the number of steps from time 0 to time 1
 */
record Geodesic(double width, int steps) {
    private static final Genred VELOCITY = Genred.of("Exp(-g * SqDist(x,y)) * p",
            "g = Pm(1)", "x = Vi(3)", "y = Vj(3)", "p = Vj(3)").overJ().build();

    /** Points and their momenta at one time. */
    record State(TapeVariable q, TapeVariable p) {
        State plus(double time, State slope) {
            return new State(q.plus(slope.q.times(time)), p.plus(slope.p.times(time)));
        }
    }

    /** The energy, which does not change along a geodesic. */
    TapeVariable hamiltonian(State state) {
        TapeVariable g = state.p.tape().constant(state.p.dtype(), 1 / (width * width)).reshape(1);
        return Reductions.of(VELOCITY, g, state.q, state.q, state.p).times(state.p).sum().times(0.5);
    }

    /** Hamilton's equations: dq/dt = dH/dp and dp/dt = -dH/dq, which can be differentiated further. */
    State slope(State state) {
        List<TapeVariable> gradients = state.p.tape().differentiableGradients(hamiltonian(state), state.q, state.p);
        return new State(gradients.get(1), gradients.get(0).negate());
    }

    /** All states from time 0 to time 1, by the classical method of Runge and Kutta. */
    List<State> shoot(State start) {
        double time = 1.0 / steps;
        List<State> states = new ArrayList<>(List.of(start));
        for (int step = 0; step < steps; step++) {
            State here = states.getLast();
            State first = slope(here);
            State second = slope(here.plus(time / 2, first));
            State third = slope(here.plus(time / 2, second));
            State fourth = slope(here.plus(time, third));
            states.add(here.plus(time / 6, first).plus(time / 3, second).plus(time / 3, third).plus(time / 6, fourth));
        }
        return states;
    }
}
