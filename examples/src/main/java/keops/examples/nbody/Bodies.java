package keops.examples.nbody;

import keops.Genred;
import keops.tensor.DType;
import keops.tensor.Tensor;

/**
 * Bodies that attract each other, softly: two of them have the potential {@code -m m' / sqrt(r^2 + softening^2)}, and
 * the constant of gravity is 1. Their positions and velocities change in time.
 *
 * @param positions where they are, (N, 3)
 * @param velocities how they move, (N, 3)
 * @param masses what they weigh, (N, 1)
 * @param softening the distance below which gravity grows no further
 */
record Bodies(Tensor positions, Tensor velocities, Tensor masses, double softening) {
    private static final String POTENTIAL = "m * Rsqrt(SqDist(x,y) + e)";
    private static final String[] ALIASES = {"e = Pm(1)", "x = Vi(3)", "y = Vj(3)", "m = Vj(1)"};
    /** A body is not in its own potential. */
    private static final Genred DEPTH = Genred.of("NotEqual(I,J) * " + POTENTIAL, ALIASES).overJ().build();
    /** The derivative of the depth by where a body is: with a factor of 1, what pulls it. */
    private static final Genred ACCELERATION = Genred.of("Grad(" + POTENTIAL + ", x, 1)", ALIASES).overJ().build();

    /** The number of bodies. */
    int count() {
        return Math.toIntExact(positions.size(0));
    }

    /** What pulls each body: (N, 3). */
    Tensor accelerations() {
        return ACCELERATION.call(square(), positions, positions, masses);
    }

    private Tensor square() {
        return Tensor.vector(DType.FLOAT64, softening * softening);
    }

    /** The kinetic and the potential energy of all. */
    double energy() {
        Tensor depth = DEPTH.call(square(), positions, positions, masses);
        double energy = 0;
        for (int i = 0; i < count(); i++) {
            double squares = 0;
            for (int c = 0; c < 3; c++) {
                squares += velocities.getDouble(i, c) * velocities.getDouble(i, c);
            }
            energy += masses.getDouble(i, 0) * (squares - depth.getDouble(i, 0)) / 2;
        }
        return energy;
    }

    /** The length of the sum of all momenta. */
    double momentum() {
        double[] sum = new double[3];
        for (int i = 0; i < count(); i++) {
            for (int c = 0; c < 3; c++) {
                sum[c] += masses.getDouble(i, 0) * velocities.getDouble(i, c);
            }
        }
        return Math.hypot(Math.hypot(sum[0], sum[1]), sum[2]);
    }

    /**
     * A step of the leapfrog scheme: half a kick, a drift, and half a kick.
     *
     * @param accelerations those of now
     * @return those at the end, for the next step
     */
    Tensor leap(Tensor accelerations, double step) {
        add(velocities, accelerations, step / 2);
        add(positions, velocities, step);
        Tensor next = accelerations();
        add(velocities, next, step / 2);
        return next;
    }

    private static void add(Tensor target, Tensor rate, double time) {
        for (long k = 0; k < target.count(); k++) {
            target.setDoubleAt(k, target.doubleAt(k) + time * rate.doubleAt(k));
        }
    }
}
