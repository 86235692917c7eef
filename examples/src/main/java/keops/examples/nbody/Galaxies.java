package keops.examples.nbody;

import java.util.Random;
import keops.tensor.Tensor;

/** The beginning: two discs of stars around heavy cores, on an ellipse towards each other. */
final class Galaxies {
    static final double SOFTENING = 0.1;
    private static final double CORE = 1;
    private static final double DISC = 0.15;
    private static final double INNER = 0.25;
    private static final double SEPARATION = 4;
    private static final double HALF_AXIS = 2.6;
    /** How near to each other the cores come. */
    private static final double PERICENTRE = 0.9;
    /** The angles of the discs with the plane of the orbit. */
    private static final double[] TILTS = {0.3, -0.9};

    private Galaxies() {}

    /** As many bodies, at rest as a whole. Each half is a galaxy, and begins with its core. */
    static Bodies collision(int count, Random random) {
        double total = 2 * (CORE + DISC);
        // The energy of two bodies on their orbit, and its angular momentum.
        double speed = Math.sqrt(total * (2 / SEPARATION - 1 / HALF_AXIS));
        double across = Math.sqrt(total * PERICENTRE * (2 - PERICENTRE / HALF_AXIS)) / SEPARATION;
        double towards = Math.sqrt(speed * speed - across * across);
        Bodies all = new Bodies(Tensor.of(new double[3 * count], count, 3), Tensor.of(new double[3 * count], count, 3),
                Tensor.of(new double[count], count, 1), SOFTENING);
        for (int galaxy = 0; galaxy < 2; galaxy++) {
            double side = galaxy == 0 ? 1 : -1;
            Bodies one = disc(count / 2 + galaxy * (count % 2), TILTS[galaxy], random);
            long first = (long) galaxy * (count / 2);
            copy(one.positions(), all.positions(), first, new double[] {side * SEPARATION / 2, 0, 0});
            copy(one.velocities(), all.velocities(), first, new double[] {-side * towards / 2, side * across / 2, 0});
            copy(one.masses(), all.masses(), first, new double[1]);
        }
        rest(all);
        return all;
    }

    /** A disc whose stars go around its core in circles. */
    private static Bodies disc(int count, double tilt, Random random) {
        double[][] positions = new double[count][3];
        double[] masses = new double[count];
        for (int i = 1; i < count; i++) {
            double radius = INNER + (1 - INNER) * Math.sqrt(random.nextDouble());
            double angle = 2 * Math.PI * random.nextDouble();
            double y = radius * Math.sin(angle);
            positions[i] = new double[] {radius * Math.cos(angle), y * Math.cos(tilt), y * Math.sin(tilt)};
            masses[i] = DISC / (count - 1);
        }
        masses[0] = CORE;
        var disc = new Bodies(Tensor.of(positions), Tensor.of(new double[3 * count], count, 3),
                Tensor.of(masses, count, 1), SOFTENING);
        double[][] pulls = disc.accelerations().toMatrix();
        double[] axis = {0, -Math.sin(tilt), Math.cos(tilt)};
        for (int i = 1; i < count; i++) {
            double[] x = positions[i];
            double[] sideways = {axis[1] * x[2] - axis[2] * x[1], axis[2] * x[0], -axis[1] * x[0]};
            // A circle with angular velocity w needs a pull of w^2 x inwards.
            double inwards = -(x[0] * pulls[i][0] + x[1] * pulls[i][1] + x[2] * pulls[i][2]);
            double angular = Math.sqrt(Math.max(0, inwards) / (x[0] * x[0] + x[1] * x[1] + x[2] * x[2]));
            for (int c = 0; c < 3; c++) {
                disc.velocities().setDoubleAt(3L * i + c, angular * sideways[c]);
            }
        }
        return disc;
    }

    private static void copy(Tensor from, Tensor to, long first, double[] shift) {
        for (long k = 0; k < from.count(); k++) {
            to.setDoubleAt(first * shift.length + k, from.doubleAt(k) + shift[(int) (k % shift.length)]);
        }
    }

    /** Takes the mean velocity away. */
    private static void rest(Bodies bodies) {
        for (int c = 0; c < 3; c++) {
            double momentum = 0;
            double mass = 0;
            for (int i = 0; i < bodies.count(); i++) {
                momentum += bodies.masses().getDouble(i, 0) * bodies.velocities().getDouble(i, c);
                mass += bodies.masses().getDouble(i, 0);
            }
            for (int i = 0; i < bodies.count(); i++) {
                double velocity = bodies.velocities().getDouble(i, c);
                bodies.velocities().setDoubleAt(3L * i + c, velocity - momentum / mass);
            }
        }
    }
}
