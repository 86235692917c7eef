package keops.examples.generative;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import keops.autograd.Losses;
import keops.autograd.Tape;
import keops.autograd.TapeVariable;
import keops.tensor.DType;
import keops.tensor.Tensor;
import keops.transport.SinkhornDivergence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The losses beside sums in doubles, and the gradient of the network beside differences. */
class TrainingTest {
    private static final long SEED = 20261;
    private static final double STEP = 1e-5;
    private static final SinkhornDivergence CONVERGED = SinkhornDivergence.ofBlur(0.3).tolerance(1e-7);

    private static Tensor inDoubles(Tensor tensor) {
        return tensor.converted(DType.FLOAT64, Arena.ofAuto());
    }

    private static Tensor data(int count) {
        return inDoubles(Pinwheel.sample(count, new Random(SEED)));
    }

    private static Tensor made(int count) {
        var random = new Random(SEED + 1);
        return inDoubles(Generator.random(8, random).points(Generator.latent(count, random)));
    }

    /** The mean of a function of the distance over all pairs. */
    private static double mean(Tensor x, Tensor y, DoubleUnaryOperator function) {
        double sum = 0;
        for (double[] p : x.toMatrix()) {
            for (double[] q : y.toMatrix()) {
                sum += function.applyAsDouble(Math.hypot(p[0] - q[0], p[1] - q[1]));
            }
        }
        return sum / x.size(0) / y.size(0);
    }

    private static double halfNorm(Tensor x, Tensor y, DoubleUnaryOperator kernel) {
        return mean(x, x, kernel) / 2 - mean(x, y, kernel) + mean(y, y, kernel) / 2;
    }

    @Test
    void kernelNormsAreSumsOverPairs() {
        Tensor x = made(60);
        Tensor y = data(80);
        assertEquals(halfNorm(x, y, r -> -r), Training.loss(Criterion.ENERGY, x, y), 1e-12);
        assertEquals(halfNorm(x, y, r -> Math.exp(-r * r / (2 * 0.3 * 0.3))), Training.loss(Criterion.GAUSSIAN, x, y),
                1e-12);
    }

    @Test
    void theLikelihoodIsThatOfGaussiansAroundTheGeneratedPoints() {
        Tensor x = made(60);
        Tensor y = data(80);
        double s = Criterion.BANDWIDTH;
        double sum = 0;
        for (long i = 0; i < y.size(0); i++) {
            sum += Math.log(mean(x, y.rows(i, i + 1), r -> Math.exp(-r * r / (2 * s * s)) / (2 * Math.PI * s * s)));
        }
        assertEquals(-sum / y.size(0), Training.loss(Criterion.LIKELIHOOD, x, y), 1e-10);
    }

    /** The loss; the divergence to its end, since training does with less. */
    private static TapeVariable loss(Criterion criterion, TapeVariable made, Tensor data) {
        TapeVariable constant = made.tape().constant(data);
        return criterion == Criterion.SINKHORN ? Losses.of(CONVERGED, made, constant) : criterion.loss(made, constant);
    }

    @ParameterizedTest
    @EnumSource
    void gradientsOfTheNetworkAreThoseOfDifferences(Criterion criterion) {
        var random = new Random(SEED + 2);
        List<Tensor> parameters = Generator.random(5, random).parameters().stream().map(TrainingTest::inDoubles)
                .toList();
        Tensor latent = inDoubles(Generator.latent(30, random));
        Tensor data = data(40);
        try (var tape = new Tape()) {
            List<TapeVariable> variables = parameters.stream().map(tape::variable).toList();
            loss(criterion, Generator.points(tape.constant(latent), variables), data).backward();
            for (int layer = 0; layer < parameters.size(); layer++) {
                Tensor parameter = parameters.get(layer);
                long k = random.nextLong(parameter.count());
                double before = parameter.doubleAt(k);
                double expected = Stream.of(1, -1).mapToDouble(sign -> {
                    parameter.setDoubleAt(k, before + sign * STEP);
                    Tensor moved = new Generator(parameters).points(latent);
                    return sign * loss(criterion, tape.constant(moved), data).item();
                }).sum() / (2 * STEP);
                parameter.setDoubleAt(k, before);
                assertEquals(expected, variables.get(layer).gradient().doubleAt(k), 1e-5,
                        criterion + ", parameter " + layer + ", number " + k + ", seed " + SEED);
            }
        }
    }
}
