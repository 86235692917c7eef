package keops.program.pass;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import keops.program.Program;
import org.junit.jupiter.api.Test;

/** The terms of sums of exponentials, in the forms that the back ends take. */
class ExponentialTermsTest {
    private static final double SHIFT = 0.375;
    private static final double TOLERANCE = 1e-9;

    /** A test with the exponent, what its powers are multiplied with, and a program of exponent and weights. */
    private interface Check {
        void run(long seed, double exponent, double[] weights, Program program);
    }

    private static void each(Check check) {
        RandomPrograms.each((seed, program) -> {
            double[] given = RandomPrograms.values(seed, program);
            var weights = new ArrayList<Double>();
            boolean isAverage = seed % 2 == 0;
            if (given.length == 1 || isAverage) {
                weights.add(1.0);
            }
            for (int k = 1; k < given.length; k++) {
                weights.add(given[k]);
            }
            check.run(seed, given[0], weights.stream().mapToDouble(weight -> weight).toArray(), program);
        });
    }

    private static double[] times(double power, double[] weights, double... first) {
        var values = new ArrayList<Double>();
        for (double value : first) {
            values.add(value);
        }
        for (double weight : weights) {
            values.add(power * weight);
        }
        return values.stream().mapToDouble(value -> value).toArray();
    }

    private static double[] joined(double[]... parts) {
        return List.of(parts).stream().flatMapToDouble(Arrays::stream).toArray();
    }

    @Test
    void relativeExponentialsComeInTwoForms() {
        each((seed, exponent, weights, program) -> {
            double[] actual = RandomPrograms.values(seed,
                    RandomPrograms.verified(new RelativeExponentials(weights.length), program),
                    rank -> rank == 0 ? -SHIFT : -SHIFT * ScaleExponents.LOG2_E);
            double[] terms = times(Math.exp(exponent - SHIFT), weights);
            RandomPrograms.assertSame("seed " + seed, joined(new double[] {exponent}, terms, terms), actual, TOLERANCE);
        });
    }

    @Test
    void shiftedExponentialsHaveTheBarePowerToo() {
        each((seed, exponent, weights, program) -> {
            double[] actual = RandomPrograms.values(seed,
                    RandomPrograms.verified(new ShiftedExponentials(weights.length), program), _ -> -SHIFT);
            double power = Math.exp(exponent - SHIFT);
            RandomPrograms.assertSame("seed " + seed, times(power, weights, exponent, power), actual, TOLERANCE);
        });
    }

    @Test
    void binaryPowersComeInTwoFormsWithTheBarePowerInEach() {
        each((seed, exponent, weights, program) -> {
            double shift = SHIFT * ScaleExponents.LOG2_E;
            double[] actual = RandomPrograms.values(seed,
                    RandomPrograms.verified(new BinaryPowers(weights.length), program),
                    rank -> rank == 0 ? -shift : shift);
            double power = Math.exp(exponent - SHIFT);
            double[] terms = times(power, weights, power);
            RandomPrograms.assertSame("seed " + seed,
                    joined(new double[] {exponent * ScaleExponents.LOG2_E}, terms, terms), actual, TOLERANCE);
        });
    }

    /** The largest exponent less itself is 0, whatever the rounding. */
    @Test
    void theExponentLessItselfIsZeroBitByBit() {
        each((seed, _, weights, program) -> {
            Program terms = Contract.afterFirst().apply(new RelativeExponentials(weights.length).apply(program));
            double exponent = RandomPrograms.values(seed, terms)[0];
            double[] actual = RandomPrograms.values(seed, terms, _ -> -exponent);
            if (weights[0] == 1) {
                assertEquals(1, actual[1], "seed " + seed);
            }
        });
    }
}
