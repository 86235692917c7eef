package keops.examples.lddmm;

import java.util.List;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.examples.shape.Mesh;
import keops.tensor.Tensor;

/**
 * The search for momenta with which the vertices of one surface move to another.
 *
 * @param source the surface that moves, float64
 * @param target where it shall go, float64
 * @param geodesic how it moves
 * @param detail the width of the varifold kernel: what is much smaller is not seen
 * @param weight the factor of the energy
 */
record Registration(Mesh source, Mesh target, Geodesic geodesic, double detail, double weight) {
    /** What is minimised: the squared distance at time 1, relative to the target, and the energy of the way there. */
    TapeVariable loss(Tape tape, TapeVariable momenta) {
        var start = new Geodesic.State(tape.variable(source.vertices()), momenta);
        TapeVariable end = geodesic.shoot(start).getLast().q();
        return distance(tape, end).plus(geodesic.hamiltonian(start).times(weight));
    }

    private TapeVariable distance(Tape tape, TapeVariable vertices) {
        Varifold to = Varifold.of(tape.constant(target.vertices()), target.faces());
        return Varifold.of(vertices, source.faces()).squaredDistance(to, detail).div(to.dot(to, detail));
    }

    /** The squared distance of the source with these vertices from the target, relative to the target's size. */
    double distance(Tensor vertices) {
        try (var tape = new Tape()) {
            return distance(tape, tape.constant(vertices)).item();
        }
    }

    /**
     * The way of the source: at each time its vertices, and the energy, which ought not to change.
     *
     * @param vertices one (N, 3) for each time from 0 to 1
     * @param energies one for each time
     */
    record Path(List<Tensor> vertices, List<Double> energies) {
        /** The largest change of the energy, relative to the first. */
        double drift() {
            double first = energies.getFirst();
            return energies.stream().mapToDouble(energy -> Math.abs(energy / first - 1)).max().orElseThrow();
        }
    }

    /** Moves the source. */
    Path path(Tensor momenta) {
        try (var tape = new Tape()) {
            var start = new Geodesic.State(tape.variable(source.vertices()), tape.variable(momenta));
            List<Geodesic.State> states = geodesic.shoot(start);
            return new Path(states.stream().map(state -> kept(state.q().value())).toList(),
                    states.stream().map(state -> geodesic.hamiltonian(state).item()).toList());
        }
    }

    /** A copy that lives longer than its tape. */
    private static Tensor kept(Tensor vertices) {
        return Tensor.of(vertices.toDoubleArray(), vertices.shape());
    }

    /** Momenta of zero, with which nothing moves. */
    Tensor rest() {
        return Tensor.of(new double[Math.toIntExact(source.vertices().count())], source.vertices().shape());
    }
}
