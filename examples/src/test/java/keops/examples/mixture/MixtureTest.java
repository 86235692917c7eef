package keops.examples.mixture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import keops.autograd.Adam;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.examples.draw.Grid;
import keops.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Densities against their definition, gradients against finite differences, and a fit against the truth. */
class MixtureTest {
    private static final double SPARSITY = 0.7;

    /** A mixture whose numbers all differ. */
    private static Mixture odd(Random random, int count) {
        double[] logits = random.doubles(count, -1, 1).toArray();
        double[] shapes = random.doubles(3L * count, -1, 1).toArray();
        return new Mixture(Tensor.of(logits, count, 1), Tensor.of(shapes, count, 3),
                Tensor.of(random.doubles(2L * count, -1, 1).toArray(), count, 2));
    }

    @Test
    void theDensityIsThatOfItsDefinition() {
        Mixture mixture = odd(new Random(5), 4);
        Tensor points = Tensor.of(new Random(6).doubles(20, -2, 2).toArray(), 10, 2);
        double[] logDensity = mixture.logDensity(points);
        double total = 0;
        for (int k = 0; k < 4; k++) {
            total += Math.exp(mixture.logits().doubleAt(k));
        }
        for (int i = 0; i < 10; i++) {
            double density = 0;
            for (int k = 0; k < 4; k++) {
                double p = mixture.shapes().getDouble(k, 0);
                double q = mixture.shapes().getDouble(k, 1);
                double r = mixture.shapes().getDouble(k, 2);
                double dx = points.getDouble(i, 0) - mixture.centres().getDouble(k, 0);
                double dy = points.getDouble(i, 1) - mixture.centres().getDouble(k, 1);
                double u = Math.exp(p) * dx;
                double v = q * dx + Math.exp(r) * dy;
                density += Math.exp(mixture.logits().doubleAt(k)) / total * Math.exp(p + r - (u * u + v * v) / 2)
                        / (2 * Math.PI);
            }
            assertEquals(Math.log(density), logDensity[i], 1e-12);
        }
    }

    @Test
    void theDensityIntegratesToOneAndSamplesFollowIt() {
        Mixture spiral = Mixture.spiral(8);
        Tensor cells = Grid.square(-1.5, 1.5, 300).points();
        double integral = 0;
        double meanX = 0;
        double[] logDensity = spiral.logDensity(Tensor.of(cells.toMatrix()));
        for (int i = 0; i < logDensity.length; i++) {
            integral += Math.exp(logDensity[i]) * 1e-4;
            meanX += cells.getDouble(i, 0) * Math.exp(logDensity[i]) * 1e-4;
        }
        assertEquals(1, integral, 1e-6);
        Tensor sample = spiral.sample(20_000, new Random(7));
        double sampled = 0;
        for (int i = 0; i < 20_000; i++) {
            sampled += sample.getDouble(i, 0) / 20_000;
        }
        assertEquals(meanX, sampled, 4 * 0.5 / Math.sqrt(20_000));
    }

    @Test
    void gradientsAreThoseOfFiniteDifferences() {
        Mixture mixture = odd(new Random(8), 3);
        Tensor points = Tensor.of(new Random(9).doubles(60, -2, 2).toArray(), 30, 2);
        List<Tensor> gradients;
        try (var tape = new Tape()) {
            TapeVariable[] p = mixture.parameters().stream().map(tape::variable).toArray(TapeVariable[]::new);
            TapeVariable loss = Mixture.loss(tape.constant(points), List.of(p), SPARSITY);
            gradients = tape.gradients(loss, p).stream().map(g -> Tensor.of(g.toDoubleArray(), g.count())).toList();
        }
        for (int which = 0; which < 3; which++) {
            Tensor parameter = mixture.parameters().get(which);
            for (long element = 0; element < parameter.count(); element++) {
                double value = parameter.doubleAt(element);
                parameter.setDoubleAt(element, value + 1e-5);
                double above = loss(mixture, points);
                parameter.setDoubleAt(element, value - 1e-5);
                double below = loss(mixture, points);
                parameter.setDoubleAt(element, value);
                assertEquals((above - below) / 2e-5, gradients.get(which).doubleAt(element), 1e-8,
                        "element " + element + " of parameter " + which);
            }
        }
    }

    private static double loss(Mixture mixture, Tensor points) {
        try (var tape = new Tape()) {
            return Mixture.loss(tape.constant(points), mixture.parameters().stream().map(tape::constant).toList(),
                    SPARSITY).item();
        }
    }

    @Test
    void aFitComesCloseToTheTruthOrBeatsIt() {
        var random = new Random(1);
        Mixture truth = Mixture.spiral(4);
        Tensor points = truth.sample(600, random);
        Mixture mixture = Mixture.around(points, 10, 0.15, random);
        double first = mixture.logLikelihood(points);
        var adam = new Adam(mixture.parameters(), 0.05);
        for (int step = 0; step < 250; step++) {
            adam.step((tape, p) -> Mixture.loss(tape.constant(points), p, 0.2));
        }
        double ofTruth = truth.logLikelihood(points);
        double reached = mixture.logLikelihood(points);
        assertTrue(first < ofTruth - 0.2, "at first " + first);
        assertTrue(reached > ofTruth - 0.01 * Math.abs(ofTruth), reached + " against " + ofTruth);
    }
}
