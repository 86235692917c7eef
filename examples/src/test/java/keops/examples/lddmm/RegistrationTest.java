package keops.examples.lddmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.examples.shape.Mesh;
import keops.examples.shape.Surfaces;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Distances against their definition, geodesics against what is conserved, gradients against finite differences. */
class RegistrationTest {
    private static final double DETAIL = 0.7;
    private static final Mesh BALL = Surfaces.sphere(1).moved(0.8, 0.1, 0, -0.1);
    private static final Mesh OTHER = Surfaces.torus(0.7, 0.3, 9, 6);

    private static Tensor momenta(Mesh mesh, double size, long seed) {
        return Tensor.of(new Random(seed).doubles(mesh.vertices().count(), -size, size).toArray(),
                mesh.vertices().shape());
    }

    private static Registration registration(int times) {
        return new Registration(BALL, OTHER, new Geodesic(0.5, times), DETAIL, 0.01);
    }

    /** The inner product of varifolds, by two loops. */
    private static double dot(Mesh a, Mesh b) {
        double sum = 0;
        double[][] x = a.centres().toMatrix();
        double[][] y = b.centres().toMatrix();
        double[][] u = a.normals().toMatrix();
        double[][] v = b.normals().toMatrix();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                double square = 0;
                double cosine = 0;
                for (int axis = 0; axis < 3; axis++) {
                    square += Math.pow(x[i][axis] - y[j][axis], 2);
                    cosine += u[i][axis] * v[j][axis];
                }
                sum += Math.exp(-square / (DETAIL * DETAIL)) * cosine * cosine * a.areas().doubleAt(i)
                        * b.areas().doubleAt(j);
            }
        }
        return sum;
    }

    @Test
    void theDistanceIsThatOfVarifolds() {
        double expected = (dot(BALL, BALL) + dot(OTHER, OTHER) - 2 * dot(BALL, OTHER)) / dot(OTHER, OTHER);
        assertEquals(expected, registration(1).distance(BALL.vertices()), 1e-12);
        var itself = new Registration(BALL, BALL, new Geodesic(0.5, 1), DETAIL, 0);
        assertEquals(0, itself.distance(BALL.vertices()), 1e-14);
    }

    @Test
    void trianglesWithoutAreaCountNothing() {
        long[] faces = Arrays.copyOf(OTHER.faces().toLongArray(), (int) OTHER.faces().count() + 3);
        var more = new Mesh(OTHER.vertices(), Tensor.of(faces, faces.length / 3, 3));
        try (var tape = new Tape()) {
            TapeVariable vertices = tape.variable(more.vertices());
            Varifold ball = Varifold.of(tape.constant(BALL.vertices()), BALL.faces());
            TapeVariable distance = Varifold.of(vertices, more.faces()).squaredDistance(ball, DETAIL);
            TapeVariable same = Varifold.of(vertices, OTHER.faces()).squaredDistance(ball, DETAIL);
            assertEquals(same.item(), distance.item(), 1e-12);
            assertArrayEquals(tape.gradients(same, vertices).getFirst().toDoubleArray(),
                    tape.gradients(distance, vertices).getFirst().toDoubleArray(), 1e-12);
        }
    }

    /** Halving the step divides an error of fourth order by 16. */
    @Test
    void energyAndMomentumAreConservedAlongGeodesics() {
        Tensor momenta = momenta(BALL, 0.2, 1);
        double drift = registration(5).path(momenta).drift();
        double finer = registration(10).path(momenta).drift();
        assertTrue(drift < 1e-3 && drift > 1e-9, "drift " + drift);
        assertTrue(finer < drift / 10, finer + " against " + drift);
        try (var tape = new Tape()) {
            var start = new Geodesic.State(tape.variable(BALL.vertices()), tape.variable(momenta));
            var end = new Geodesic(0.5, 10).shoot(start).getLast();
            // The kernel does not change when all points move alike, so that the sum of momenta is kept.
            assertArrayEquals(start.p().sum(0).value().toDoubleArray(), end.p().sum(0).value().toDoubleArray(), 1e-12);
            assertTrue(end.q().minus(start.q()).square().mean().item() > 1e-2);
        }
    }

    @Test
    void theGradientThroughTheWholeShootingIsThatOfFiniteDifferences() {
        Registration registration = registration(3);
        Tensor momenta = momenta(BALL, 0.1, 2);
        double[] gradient;
        try (var tape = new Tape()) {
            TapeVariable p = tape.variable(momenta);
            gradient = tape.gradients(registration.loss(tape, p), p).getFirst().toDoubleArray();
        }
        for (int k = 0; k < gradient.length; k += 11) {
            double value = momenta.doubleAt(k);
            momenta.setDoubleAt(k, value + 1e-5);
            double above = loss(registration, momenta);
            momenta.setDoubleAt(k, value - 1e-5);
            double below = loss(registration, momenta);
            momenta.setDoubleAt(k, value);
            assertEquals((above - below) / 2e-5, gradient[k], 1e-8, "momentum " + k);
        }
    }

    private static double loss(Registration registration, Tensor momenta) {
        try (var tape = new Tape()) {
            return registration.loss(tape, tape.variable(momenta)).item();
        }
    }

    @Test
    void atRestNothingMoves() {
        Registration registration = registration(2);
        Registration.Path path = registration.path(registration.rest());
        assertTrue(path.vertices().getLast().contentEquals(BALL.vertices()));
        assertEquals(0, path.energies().getFirst());
    }
}
