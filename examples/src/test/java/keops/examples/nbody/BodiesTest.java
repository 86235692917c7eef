package keops.examples.nbody;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Gravity beside its definition, and what leapfrog keeps. */
class BodiesTest {
    private static final long SEED = 20263;

    private static Bodies few() {
        return Galaxies.collision(60, new Random(SEED));
    }

    private static double[] difference(Bodies bodies, int i, int j) {
        double[] difference = new double[3];
        for (int c = 0; c < 3; c++) {
            difference[c] = bodies.positions().getDouble(j, c) - bodies.positions().getDouble(i, c);
        }
        return difference;
    }

    private static double softened(Bodies bodies, double[] difference) {
        double squares = bodies.softening() * bodies.softening();
        for (double each : difference) {
            squares += each * each;
        }
        return Math.sqrt(squares);
    }

    @Test
    void accelerationsAreSumsOverAllOthers() {
        Bodies bodies = few();
        double[][] accelerations = bodies.accelerations().toMatrix();
        for (int i = 0; i < bodies.count(); i++) {
            double[] expected = new double[3];
            for (int j = 0; j < bodies.count(); j++) {
                double[] difference = difference(bodies, i, j);
                double factor = bodies.masses().getDouble(j, 0) / Math.pow(softened(bodies, difference), 3);
                for (int c = 0; c < 3; c++) {
                    expected[c] += factor * difference[c];
                }
            }
            assertArrayEquals(expected, accelerations[i], 1e-12, "body " + i + ", seed " + SEED);
        }
    }

    @Test
    void theEnergyIsKineticAndPotential() {
        Bodies bodies = few();
        double expected = 0;
        for (int i = 0; i < bodies.count(); i++) {
            for (int c = 0; c < 3; c++) {
                double velocity = bodies.velocities().getDouble(i, c);
                expected += bodies.masses().getDouble(i, 0) * velocity * velocity / 2;
            }
            for (int j = 0; j < i; j++) {
                expected -= bodies.masses().getDouble(i, 0) * bodies.masses().getDouble(j, 0)
                        / softened(bodies, difference(bodies, i, j));
            }
        }
        assertEquals(expected, bodies.energy(), 1e-12);
    }

    /** Largest relative change of the energy until time 2. */
    private static double drift(int steps) {
        Bodies bodies = few();
        double energy = bodies.energy();
        double largest = 0;
        Tensor pulls = bodies.accelerations();
        for (int step = 0; step < steps; step++) {
            pulls = bodies.leap(pulls, 2.0 / steps);
            largest = Math.max(largest, Math.abs(bodies.energy() / energy - 1));
        }
        assertEquals(0, bodies.momentum(), 1e-14);
        return largest;
    }

    @Test
    void halfTheStepQuartersTheChangeOfTheEnergy() {
        double coarse = drift(100);
        double fine = drift(200);
        assertTrue(coarse < 1e-3, "change " + coarse);
        assertEquals(4, coarse / fine, 1.5, coarse + " and " + fine);
    }

    @Test
    void leapfrogGoesBackTheWayItCame() {
        Bodies bodies = few();
        double[] beginning = bodies.positions().toDoubleArray();
        Tensor pulls = bodies.accelerations();
        for (double step : new double[] {0.01, -0.01}) {
            for (int k = 0; k < 50; k++) {
                pulls = bodies.leap(pulls, step);
            }
        }
        assertArrayEquals(beginning, bodies.positions().toDoubleArray(), 1e-11);
    }

    @Test
    void starsGoAroundTheirCoresInCircles() {
        Bodies bodies = Galaxies.collision(200, new Random(SEED));
        Tensor pulls = bodies.accelerations();
        double before = radius(bodies);
        for (int step = 0; step < 50; step++) {
            pulls = bodies.leap(pulls, 0.01);
        }
        assertEquals(before, radius(bodies), 0.02 * before);
    }

    /** The mean distance of the stars of the first galaxy from its core. */
    private static double radius(Bodies bodies) {
        double sum = 0;
        int count = bodies.count() / 2;
        for (int i = 1; i < count; i++) {
            double[] x = difference(bodies, 0, i);
            sum += Math.hypot(Math.hypot(x[0], x[1]), x[2]);
        }
        return sum / (count - 1);
    }
}
